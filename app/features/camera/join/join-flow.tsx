import { useNavigate } from '@remix-run/react';
import { useState } from 'react';
import { api } from '../../../api/client';
import { PostError } from '../../../realtime/client/json-request';
import {
  type CaptureError,
  captureErrorOf,
  closeCapture,
  handOver,
  openCapture,
} from '../../phone-studio/capture';
import { DeniedStep } from '../../phone-studio/join-page';
import { useThisPhone } from '../../phone-studio/this-phone';
import { CodeStep } from './code-step';
import { type Credential, isWhole, useCredential, useEventCheck } from './credential';
import { PreflightFailed, useJoinPreflight } from './join-preflight';
import { PermissionStep } from './permission-step';

interface JoinFlowProps {
  /** From the address; empty without one. */
  code: string;
  /** Origin with HTTPS; null where the edge serves none. */
  secureOrigin: string | null;
  /** The certificate is the edge's own, or of a file; not that of a proxy in front. */
  ownHttps: boolean;
}

export function JoinFlow({ code: givenCode, secureOrigin, ownHttps }: JoinFlowProps) {
  const { preflight, again } = useJoinPreflight(ownHttps);
  const phone = useThisPhone();
  const { code, setCode, scanned, credential } = useCredential(givenCode);
  const check = useEventCheck(credential);
  const [label, setLabel] = useState('');
  const [step, setStep] = useState<'code' | 'permission' | 'denied'>('code');
  const navigate = useNavigate();
  const register = useRegister({
    // The camera page takes over the capture (`handOver`) and requests its own token.
    onDone: () => navigate('/camera', { replace: true }),
    onDenied: () => setStep('denied'),
  });

  if (preflight !== 'open' && preflight !== 'checking') {
    const address = secureAddress(secureOrigin, code, credential);
    return (
      <PreflightFailed
        preflight={preflight}
        platform={phone.platform}
        secureAddress={address}
        onAgain={again}
      />
    );
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
          error={register.error}
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

/** This page with HTTPS; a QR secret goes along in the fragment, which stays in the browser. */
function secureAddress(origin: string | null, code: string, credential: Credential | null): string | null {
  if (!origin) return null;
  const secret = credential && 'secret' in credential ? `#${credential.secret}` : '';
  return `${origin}/join${isWhole(code) ? `/${code}` : ''}${secret}`;
}

interface Ends {
  onDone: () => void;
  onDenied: () => void;
}

/** Opens the capture, then registers; the capture stays open for the camera page. */
function useRegister({ onDone, onDenied }: Ends) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<CaptureError | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);

  const run = async (credential: Credential, label: string, deviceName: string) => {
    const capture = await openCapture('environment', 'ground').catch((error: unknown) =>
      captureErrorOf(error),
    );
    if (typeof capture === 'string') {
      setError(capture);
      return capture === 'denied' ? onDenied() : undefined;
    }
    try {
      await api('POST /api/cameras/register', {
        // Without a place the server names the camera by its number, and the director renames it.
        body: { ...credential, ...(label && { label }), device: { name: deviceName } },
      });
      handOver(capture);
      onDone();
    } catch (error) {
      closeCapture(capture);
      setRefusal(error instanceof PostError ? error.message : 'Try again in a moment.');
    }
  };

  const ask = (credential: Credential, label: string, deviceName: string) => {
    setBusy(true);
    setError(null);
    setRefusal(null);
    void run(credential, label, deviceName).finally(() => setBusy(false));
  };
  return { busy, error, refusal, ask };
}
