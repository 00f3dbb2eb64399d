import { Button } from '../../../ui/button';
import { count } from '../../../ui/format';
import { StateWord } from '../../../ui/shape';
import type { ReportFacts } from './chat-commands';

interface Props {
  reports: ReportFacts[];
  onAct: (action: 'remove' | 'ban' | 'keep', messageId: string) => void;
}

/** Messages that viewers have reported, before everything else: each wants one press. */
export function ReportList({ reports, onAct }: Props) {
  return (
    <ul className="moderation-reports" aria-label="Reported messages">
      {reports.map(({ message, reports: times }) => (
        <li key={message.id}>
          <StateWord state="attention">{count(times, 'report')}</StateWord>
          <p>
            <b dir="auto">{message.name}</b> <span dir="auto">{message.text}</span>
          </p>
          <div className="row">
            <Button size="small" onClick={() => onAct('keep', message.id)}>
              Leave it
            </Button>
            <Button size="small" onClick={() => onAct('remove', message.id)}>
              Delete
            </Button>
            {message.badge === null ? (
              <Button size="small" onClick={() => onAct('ban', message.id)}>
                Ban
              </Button>
            ) : null}
          </div>
        </li>
      ))}
    </ul>
  );
}
