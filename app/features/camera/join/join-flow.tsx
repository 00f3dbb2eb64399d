import { useNavigate } from '@remix-run/react';
import { useState } from 'react';
import { CodeStep } from './code-step';
import { isWhole } from './code';
import { DeniedStep } from './denied-step';
import { PreflightFailed } from './preflight-failed';
import { PermissionStep } from './permission-step';
import { useCredential } from './use-credential';
import { type Credential, useEventCheck } from './use-event-check';
import { useJoinPreflight } from './use-join-preflight';
import { useRegister } from './use-register';
import { useThisPhone } from './use-this-phone';

interface Props {
  /** From the address; '' without one. */
  code: string;
  /** Where the edge serves HTTPS, null if it does not. */
  secureOrigin: string | null;
}

/** From a code to the camera page: which event, where one stands, the phone's permission, registering. */
export function JoinFlow({ code: givenCode, secureOrigin }: Props) {
  const { gate, again } = useJoinPreflight();
  const phone = useThisPhone();
  const { code, setCode, scanned, credential } = useCredential(givenCode);
  const check = useEventCheck(credential);
  const [label, setLabel] = useState('');
  const [step, setStep] = useState<'code' | 'permission' | 'denied'>('code');
  const navigate = useNavigate();
  const register = useRegister({
    // The camera page finds the capture where it was handed over, and asks for the token itself.
    onDone: () => navigate('/camera', { replace: true }),
    onDenied: () => setStep('denied'),
  });

  if (gate !== 'open' && gate !== 'checking') {
    const address = secureAddress(secureOrigin, code, credential);
    return <PreflightFailed gate={gate} platform={phone.platform} secureAddress={address} onAgain={again} />;
  }
  const ask = () => {
    if (credential) register.ask(credential, label.trim(), phone.name);
  };
  switch (step) {
    case 'code':
      return (
        <CodeStep
          code={code}
          onCode={setCode}
          scanned={scanned && check.state !== 'refused'}
          check={check}
          label={label}
          onLabel={setLabel}
          onContinue={() => setStep('permission')}
        />
      );
    case 'permission':
      return (
        <PermissionStep
          host={phone.host}
          busy={register.busy}
          fault={register.fault}
          refusal={register.refusal}
          onAsk={ask}
          onDenied={() => setStep('denied')}
          onBack={() => setStep('code')}
        />
      );
    case 'denied':
      return (
        <DeniedStep
          platform={phone.platform}
          busy={register.busy}
          onAsk={ask}
          onBack={() => setStep('permission')}
        />
      );
  }
}

/** The same page behind HTTPS; a QR secret goes along in the fragment, where only the browser sees it. */
function secureAddress(origin: string | null, code: string, credential: Credential | null): string | null {
  if (!origin) return null;
  const secret = credential && 'secret' in credential ? `#${credential.secret}` : '';
  return `${origin}/join${isWhole(code) ? `/${code}` : ''}${secret}`;
}
