import { readStored, store } from '../../ui/stored';

/** Where this person watches: our own player, or a platform's by the id of its plug-in. */
export type Surface = string;
export const OWN: Surface = 'own';
const KEY = 'touchline.place';

/** What the person chose here, on this page or before. */
export const chosenSurface = (): Surface => readStored(KEY) ?? OWN;

export const keepSurface = (surface: Surface): void => store(KEY, surface);

/** Keeps what is chosen on the page as the server rendered it, before and while it is hydrated. */
export function keepEarlyChoice(root: HTMLElement): void {
  const checked = root.querySelector<HTMLInputElement>('input[name="place"]:checked');
  if (checked && checked.value !== OWN) keepSurface(checked.value);
  root.addEventListener('change', ({ target }) => {
    if (target instanceof HTMLInputElement && target.name === 'place') keepSurface(target.value);
  });
}
