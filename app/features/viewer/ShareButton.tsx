import { Check, Share } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../ui/button';

const SAID_FOR_MS = 2_000;

/** The phone's own way of sharing where it has one, else the address into the clipboard. */
export function ShareButton({ title }: { title: string }) {
  const [copied, setCopied] = useState(false);
  const share = async () => {
    const url = location.origin + location.pathname;
    if (typeof navigator.share === 'function') return navigator.share({ title, url });
    await navigator.clipboard.writeText(url);
    setCopied(true);
    setTimeout(() => setCopied(false), SAID_FOR_MS);
  };
  return (
    <Button
      size="touch"
      icon={copied ? <Check className="icon" /> : <Share className="icon" />}
      // Who closes the phone's sheet has not made a mistake.
      onClick={() => void share().catch(() => undefined)}
    >
      {copied ? 'Copied' : 'Share'}
    </Button>
  );
}
