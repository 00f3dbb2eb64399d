import { useState } from 'react';
import { PostError, postJson } from '../../../realtime/client/json-request';
import { type CaptureFault, captureFault } from '../media/capture-errors';
import { closeCapture, handOver, openCapture } from '../media/open';
import type { Credential } from './use-event-check';

interface Ends {
  onDone: () => void;
  onDenied: () => void;
}

/** Asks the phone, then the event; the capture goes on to the camera page without being closed. */
export function useRegister({ onDone, onDenied }: Ends) {
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<CaptureFault | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);

  const run = async (credential: Credential, label: string, deviceName: string) => {
    const capture = await openCapture('environment', 'ground').catch((error: unknown) => captureFault(error));
    if (typeof capture === 'string') {
      setFault(capture);
      return capture === 'denied' ? onDenied() : undefined;
    }
    try {
      await postJson('/api/cameras/register', { ...credential, label, device: { name: deviceName } });
      handOver(capture);
      onDone();
    } catch (error) {
      closeCapture(capture);
      setRefusal(error instanceof PostError ? error.message : 'Try again in a moment.');
    }
  };

  const ask = (credential: Credential, label: string, deviceName: string) => {
    setBusy(true);
    setFault(null);
    setRefusal(null);
    void run(credential, label, deviceName).finally(() => setBusy(false));
  };
  return { busy, fault, refusal, ask };
}
