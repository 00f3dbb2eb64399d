import { describe, expect, it } from 'vitest';
import { secureOrigin } from './origin';

const asked = new Request('http://192.168.1.20:3000/join/K7QM2RXD');
const edge = { host: '127.0.0.1', port: 3000, httpsPort: 3443 };

describe('where a phone without HTTPS is sent', () => {
  it('is the HTTPS port on the name it asked', () => {
    expect(secureOrigin(asked, { publicUrl: null, edge })).toBe('https://192.168.1.20:3443');
  });

  it('is PUBLIC_URL where that has HTTPS', () => {
    expect(secureOrigin(asked, { publicUrl: 'https://tv.example.org/', edge })).toBe(
      'https://tv.example.org',
    );
    expect(secureOrigin(asked, { publicUrl: 'http://tv.example.org', edge })).toBe(
      'https://192.168.1.20:3443',
    );
  });

  it('is nowhere when HTTPS is off', () => {
    expect(secureOrigin(asked, { publicUrl: null, edge: { ...edge, httpsPort: 0 } })).toBeNull();
  });
});
