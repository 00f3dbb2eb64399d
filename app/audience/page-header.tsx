import { Check, Moon, Share, Sun } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { IconButton } from '../ui/button';
import { switchTheme } from '../ui/theme';
import { useTexts } from './texts/use-texts';

/** The top of a page: what it is called (`children`), light or dark, and the address for others. */
export function PageHeader({ title, children }: { title: string; children: ReactNode }) {
  return (
    <header className="watch-head">
      {children}
      <ThemeButton />
      <ShareButton title={title} />
    </header>
  );
}

/**
 * Light or dark, stored in this browser. The styles show the icon that fits, because the server does not know
 * which it is.
 */
function ThemeButton() {
  const { page } = useTexts();
  return (
    <IconButton label={page.theme} className="theme-button" onClick={switchTheme}>
      <Sun className="icon" />
      <Moon className="icon" />
    </IconButton>
  );
}

const COPIED_SHOWN_MS = 2_000;

/** The phone's own way of sharing where it has one, else the address into the clipboard. */
function ShareButton({ title }: { title: string }) {
  const { page } = useTexts();
  const [copied, setCopied] = useState(false);
  const share = async () => {
    const url = location.origin + location.pathname;
    if (typeof navigator.share === 'function') return navigator.share({ title, url });
    await navigator.clipboard.writeText(url);
    setCopied(true);
    setTimeout(() => setCopied(false), COPIED_SHOWN_MS);
  };
  return (
    // Closing the phone's sheet rejects too, and is no error.
    <button type="button" className="button share-button" onClick={() => void share().catch(() => undefined)}>
      {copied ? <Check className="icon" aria-hidden="true" /> : <Share className="icon" aria-hidden="true" />}
      <span aria-live="polite">{copied ? page.copied : page.share}</span>
    </button>
  );
}
