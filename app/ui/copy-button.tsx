import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button, type ButtonProps } from './button';

const SHOWN_MS = 2000;

/** Copies a text and shows the result on itself; "Copy by hand" where no way to the clipboard works. */
export function CopyButton({ text, children, ...rest }: Omit<ButtonProps, 'onClick'> & { text: string }) {
  const [result, setResult] = useState<'idle' | 'copied' | 'failed'>('idle');
  useEffect(() => {
    if (result === 'idle') return;
    const timer = setTimeout(() => setResult('idle'), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [result]);
  const copy = () => {
    void copyText(text).then((done) => setResult(done ? 'copied' : 'failed'));
  };
  return (
    <Button
      {...rest}
      icon={result === 'copied' ? <Check className="icon" /> : <Copy className="icon" />}
      onClick={copy}
    >
      <span aria-live="polite">
        {result === 'copied' ? 'Copied' : result === 'failed' ? 'Copy by hand' : children}
      </span>
    </Button>
  );
}

async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Plain HTTP has no clipboard API; the deprecated command still works there.
    const area = document.createElement('textarea');
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand('copy');
    area.remove();
    return done;
  }
}
