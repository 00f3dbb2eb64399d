/** Where this person watches: our own player, or a platform's by the id of its plug-in. */
export type Place = string;
export const OWN: Place = 'own';
const KEY = 'touchline.place';

/** What the person chose here before. */
export function chosenPlace(): Place {
  try {
    return localStorage.getItem(KEY) ?? OWN;
  } catch {
    // Storage may be closed to us; then the choice is this page's.
    return OWN;
  }
}

export function keepPlace(place: Place): void {
  try {
    localStorage.setItem(KEY, place);
  } catch {
    return;
  }
}
