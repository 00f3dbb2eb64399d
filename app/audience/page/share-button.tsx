import { Check, Share } from 'lucide-react';
import { useState } from 'react';
import { useTexts } from '../texts/use-texts';

const SAID_FOR_MS = 2_000;

/** The phone's own way of sharing where it has one, else the address into the clipboard. */
export function ShareButton({ title }: { title: string }) {
  const { page } = useTexts();
  const [copied, setCopied] = useState(false);
  const share = async () => {
    const url = location.origin + location.pathname;
    if (typeof navigator.share === 'function') return navigator.share({ title, url });
    await navigator.clipboard.writeText(url);
    setCopied(true);
    setTimeout(() => setCopied(false), SAID_FOR_MS);
  };
  return (
    // Who closes the phone's sheet has not made a mistake.
    <button type="button" className="button share-button" onClick={() => void share().catch(() => undefined)}>
      {copied ? <Check className="icon" aria-hidden="true" /> : <Share className="icon" aria-hidden="true" />}
      <span aria-live="polite">{copied ? page.copied : page.share}</span>
    </button>
  );
}
