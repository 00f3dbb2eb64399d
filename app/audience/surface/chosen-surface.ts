/** Where this person watches: our own player, or a platform's by the id of its plug-in. */
export type Surface = string;
export const OWN: Surface = 'own';
const KEY = 'touchline.place';
/** Chosen on this page: storage may be closed to us. */
let held: Surface | null = null;

/** What the person chose here, on this page or before. */
export function chosenSurface(): Surface {
  if (held !== null) return held;
  try {
    return localStorage.getItem(KEY) ?? OWN;
  } catch {
    return OWN;
  }
}

export function keepSurface(place: Surface): void {
  held = place;
  try {
    localStorage.setItem(KEY, place);
  } catch {
    return;
  }
}

/** Keeps what is chosen on the page as the server drew it, before it was enlivened and while it is being. */
export function keepEarlyChoice(root: HTMLElement): void {
  const pressed = root.querySelector<HTMLInputElement>('input[name="place"]:checked');
  if (pressed && pressed.value !== OWN) keepSurface(pressed.value);
  root.addEventListener('change', ({ target }) => {
    if (target instanceof HTMLInputElement && target.name === 'place') keepSurface(target.value);
  });
}
