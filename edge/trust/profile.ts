import { createHash } from 'node:crypto';

/** An Apple configuration profile that carries one authority (payload type com.apple.security.root). */
export function appleProfile(authorityDer: Buffer, name: string): string {
  const [inner, outer] = [uuid(authorityDer, 'certificate'), uuid(authorityDer, 'profile')];
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0"><dict>
  <key>PayloadContent</key><array><dict>
    <key>PayloadCertificateFileName</key><string>touchline-ca.crt</string>
    <key>PayloadContent</key><data>${authorityDer.toString('base64')}</data>
    <key>PayloadDisplayName</key><string>${escape(name)}</string>
    <key>PayloadIdentifier</key><string>org.touchline.ca.${inner}</string>
    <key>PayloadType</key><string>com.apple.security.root</string>
    <key>PayloadUUID</key><string>${inner}</string>
    <key>PayloadVersion</key><integer>1</integer>
  </dict></array>
  <key>PayloadDescription</key><string>Lets this device reach ${escape(name)} over HTTPS in the same network.</string>
  <key>PayloadDisplayName</key><string>${escape(name)}</string>
  <key>PayloadIdentifier</key><string>org.touchline.profile.${outer}</string>
  <key>PayloadRemovalDisallowed</key><false/>
  <key>PayloadType</key><string>Configuration</string>
  <key>PayloadUUID</key><string>${outer}</string>
  <key>PayloadVersion</key><integer>1</integer>
</dict></plist>
`;
}

/** The same for the same authority, so that installing twice replaces and does not add. */
function uuid(der: Buffer, salt: string): string {
  const hex = createHash('sha256').update(salt).update(der).digest('hex').toUpperCase();
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
