import { expect, test } from 'vitest';
import { embedSnippet } from './desk-audience';

test('the snippet stays one frame, whatever the event is called', () => {
  const snippet = embedSnippet(
    'https://live.example/iframe/live?room=a&b',
    '"><script>alert(1)</script> & Co',
  );
  expect(snippet).toContain('src="https://live.example/iframe/live?room=a&amp;b"');
  expect(snippet).toContain('title="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt; &amp; Co, live"');
  expect(snippet.match(/</g)).toHaveLength(2);
});
