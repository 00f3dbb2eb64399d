import type { QrPath } from './qr-path.server';

/** Dark on white in every theme: phone cameras need that. */
export function QrCode({ code, label }: { code: QrPath; label: string }) {
  return (
    <span className="qr">
      <svg viewBox={`0 0 ${code.size} ${code.size}`} role="img" aria-label={label}>
        <path d={code.path} />
      </svg>
    </span>
  );
}
