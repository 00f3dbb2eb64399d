/**
 * `0:24`, `12:05`, `1:31:48`: how long something has lasted. Never negative, because clocks of two machines
 * differ.
 */
export function elapsed(fromIso: string | null, nowMs: number | null): string {
  if (fromIso === null || nowMs === null) return '';
  return clockText(Math.max(0, Math.floor((nowMs - Date.parse(fromIso)) / 1000)));
}

export function clockText(totalS: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const hours = Math.floor(totalS / 3600);
  const minutes = Math.floor(totalS / 60) % 60;
  const seconds = totalS % 60;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`;
}

/** `19:46:34` by this browser's clock. */
export function timeOfDay(iso: string | number): string {
  return new Date(iso).toLocaleTimeString('en-GB', { hour12: false });
}

/** `Fri 20 Nov, 18:30` */
export function dayAndTime(iso: string): string {
  const date = new Date(iso);
  const day = date.toLocaleDateString('en-GB', { weekday: 'short', day: 'numeric', month: 'short' });
  return `${day}, ${date.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })}`;
}

/** `3.1 GB`, `640 MB`: decimal units, as disks are sold. */
export function byteText(bytes: number): string {
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(1)} GB`;
  if (bytes >= 1e6) return `${Math.round(bytes / 1e6)} MB`;
  return `${Math.round(bytes / 1e3)} kB`;
}

/** `4.5` for 4500 kbit/s. */
export function mbitText(kbps: number): string {
  return (kbps / 1000).toFixed(1);
}

export function percent(part: number): string {
  return `${Math.round(part * 100)} %`;
}

/** `1 camera`, `3 cameras` */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}
