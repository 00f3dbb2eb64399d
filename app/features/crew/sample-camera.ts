import type { CameraSlice } from '../../../contract/messages';

/** A healthy camera for unit tests to vary. */
export const sampleCamera: CameraSlice = {
  id: 'a',
  number: 1,
  label: 'Main stand',
  identity: 'cam-a',
  state: 'admitted',
  connection: 'live',
  connectionSince: '2026-01-01T10:00:00Z',
  muted: false,
  pictureOff: false,
  joinedBy: 'qr',
  device: 'Pixel 8',
  createdAt: '2026-01-01T09:00:00Z',
};
