import { useRevalidator } from '@remix-run/react';
import { Download } from 'lucide-react';
import { type FormEvent, useId, useState } from 'react';
import { Button, ButtonLink } from '../../ui/button';
import { CopyButton } from '../../ui/copy-button';
import { ConfirmDialog } from '../../ui/dialog';
import { Notice } from '../../ui/signs';
import { Switch } from '../../ui/fields';
import { ModerationPanel } from '../chat/moderation/moderation-panel';
import { formText, useFormErrors } from '../crew/command-form';
import { useCommand } from '../crew/commands';
import { useCrew } from '../crew/crew-context';
import { ScoreSubtitle } from '../score/score-line';
import type { ViewersFacts } from './desk-data';

/** What viewers get besides the watch page: the player on other sites, and the recording afterwards. */
export function ViewersSection({ embedUrl, embedOrigins, recordingPublic }: ViewersFacts) {
  const { state, commands } = useCrew();
  const { revalidate } = useRevalidator();
  const { run } = useCommand();
  const snippet = embedSnippet(embedUrl, state.event.title);
  const publish = (wanted: boolean) =>
    void run('publish', () => commands.changeEvent({ recordingPublic: wanted })).then(revalidate);
  return (
    <section id="viewers" aria-labelledby="viewers-title">
      <div className="part-head">
        <h2 id="viewers-title">Viewers</h2>
        <CopyButton text={snippet}>Copy the player for your site</CopyButton>
      </div>
      <pre className="embed-snippet" tabIndex={0} role="group" aria-label="HTML of the player for your site">
        {snippet}
      </pre>
      <Sites key={embedOrigins.join(' ')} origins={embedOrigins} onKept={revalidate} />
      <Switch
        label="Viewers get the recording when the event is over"
        checked={recordingPublic}
        onChange={publish}
      />
    </section>
  );
}

function Sites({ origins, onKept }: { origins: string[]; onKept: () => void }) {
  const { commands } = useCrew();
  const errors = useFormErrors(onKept);
  const [typed, setTyped] = useState(origins.join('\n'));
  const id = useId();
  const keep = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const sites = formText(new FormData(event.currentTarget), 'sites').split(/[\s,]+/);
    void errors.send(() => commands.changeEvent({ embedOrigins: sites.filter((site) => site !== '') }));
  };
  const error = errors.besides([]);
  return (
    <form className="field" onSubmit={keep} noValidate>
      <label htmlFor={id}>May be embedded by</label>
      <textarea
        id={id}
        name="sites"
        className="input"
        rows={Math.max(2, typed.split('\n').length)}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        placeholder="https://club.example"
        spellCheck={false}
        aria-describedby={`${id}-help`}
      />
      <div id={`${id}-help`} className="field-help">
        One site a line. Empty: any site may show the player.
      </div>
      {error ? <Notice>{error}</Notice> : null}
      <div>
        <Button type="submit" busy={errors.busy} disabled={typed === origins.join('\n')}>
          Keep sites
        </Button>
      </div>
    </form>
  );
}

const ESCAPES: Record<string, string> = { '&': '&amp;', '"': '&quot;', '<': '&lt;', '>': '&gt;' };
const attribute = (text: string) => text.replace(/[&"<>]/g, (character) => ESCAPES[character] ?? character);

/** HTML that shows an event's player on another site; each attribute is explained in docs/embed.md. */
export function embedSnippet(embedUrl: string, title: string): string {
  return [
    `<iframe src="${attribute(embedUrl)}" title="${attribute(title)}, live"`,
    '  width="960" height="540" style="border:0;max-width:100%"',
    '  allow="autoplay; fullscreen; picture-in-picture"',
    '  sandbox="allow-scripts allow-same-origin allow-popups"',
    '  referrerpolicy="strict-origin-when-cross-origin"></iframe>',
  ].join('\n');
}

/** What a moderator has, and the export and deletion that only the owner has. */
export function ChatSection({ crewName }: { crewName: string }) {
  const { state, commands } = useCrew();
  const { busy, run } = useCommand();
  const [asking, setAsking] = useState(false);
  const { slug } = state.event;
  const file = (format: 'csv' | 'json') => `/api/v1/events/${slug}/chat/export?format=${format}`;
  const remove = () => void run('delete', commands.deleteChat).then(() => setAsking(false));
  return (
    <section id="chat" aria-labelledby="chat-title">
      <div className="part-head">
        <h2 id="chat-title">Chat</h2>
      </div>
      <div className="desk-chat card">
        <ModerationPanel slug={slug} name={crewName} />
      </div>
      <div className="row">
        <a className="button" href={file('csv')} download>
          <Download className="icon" />
          Table (CSV)
        </a>
        <a className="button" href={file('json')} download>
          <Download className="icon" />
          JSON
        </a>
        <Button onClick={() => setAsking(true)}>Delete all messages</Button>
      </div>
      <ConfirmDialog
        open={asking}
        title="Delete all messages?"
        confirm="Delete all messages"
        busy={busy.has('delete')}
        onConfirm={remove}
        onClose={() => setAsking(false)}
      >
        They go from every screen and cannot be had back. Mutes and bans stay.
      </ConfirmDialog>
    </section>
  );
}

export function ScoreSection() {
  const { state } = useCrew();
  const { score, event } = state;
  if (event.kind === 'show') return null;
  return (
    <section id="score" aria-labelledby="score-title">
      <div className="part-head">
        <h2 id="score-title">Score</h2>
        <ButtonLink to={`/events/${event.slug}/score`}>
          {score ? 'Keep the score' : 'Set up the score'}
        </ButtonLink>
      </div>
      {score ? (
        <p>
          <b dir="auto">{score.home.name}</b> – <b dir="auto">{score.away.name}</b>{' '}
          <span className="text-2">
            <ScoreSubtitle score={score} />
          </span>
        </p>
      ) : (
        <p className="desk-empty">
          Viewers see no score yet. Set it up here, or make a scorer link for somebody else.
        </p>
      )}
    </section>
  );
}
