import { Eye } from 'lucide-react';
import { useFormats, useTexts } from '../texts/use-texts';

/** Its place is kept before the first number, so that nothing moves when it comes. */
export function Viewers({ viewers }: { viewers: number | null }) {
  const { page } = useTexts();
  const { number, plural } = useFormats();
  return (
    <p className="viewers" data-known={viewers !== null}>
      <Eye className="icon" aria-hidden="true" />
      <b className="num">{viewers === null ? '\u2007' : number(viewers)}</b>
      <span>{plural(page.watching, viewers ?? 0)}</span>
    </p>
  );
}
