import { Eye } from 'lucide-react';
import type { Snapshot } from '../../../../contract/messages';
import { Notice } from '../../../ui/notice';
import { ThemeToggle } from '../../../ui/theme-toggle';
import { CrewProvider, useCrew } from '../../crew/crew-context';
import { ModerationPanel } from './moderation-panel';
import { ProgramView } from './program-view';

interface Props {
  initial: Snapshot<'crew'>;
  name: string;
}

/** A moderator's screen: what viewers see, and the chat beside it. */
export function ModeratorPage({ initial, name }: Props) {
  return (
    <CrewProvider initial={initial}>
      <ModeratorParts name={name} />
    </CrewProvider>
  );
}

function ModeratorParts({ name }: { name: string }) {
  const { state, viewers } = useCrew();
  const { slug, title, status } = state.event;
  return (
    <div className="moderator-page">
      <header>
        <h1 className="grow clip">{title}</h1>
        {viewers === null ? null : (
          <span className="row num">
            <Eye className="icon" aria-hidden="true" /> {viewers.toLocaleString('en-GB')} watching
          </span>
        )}
        <ThemeToggle />
      </header>
      <main>
        {status === 'live' ? (
          <ProgramView slug={slug} />
        ) : (
          <Notice state="standby" title="Not on the air">
            The picture appears here when the event is live. The chat works as it is set.
          </Notice>
        )}
      </main>
      <aside>
        <ModerationPanel slug={slug} name={name} />
      </aside>
    </div>
  );
}
