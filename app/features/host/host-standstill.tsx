import { Button } from '../../ui/button';
import { JoinPage } from '../phone-studio/join-page';

export type HostStandstillKind = 'takenOver' | 'unknown' | 'ended';

const STANDSTILL_TEXTS: Record<HostStandstillKind, { title: string; lead: (show: string) => string }> = {
  takenOver: {
    title: 'You are on the air in another place',
    lead: (show) =>
      `${show} has one host at a time. The other tab or machine goes on; take over here if you want.`,
  },
  unknown: {
    title: 'This link opens nothing any more',
    lead: (show) =>
      `You are not the host of ${show} any more, and nothing is sent. Ask the organiser for a new link.`,
  },
  ended: {
    title: 'The show is over',
    lead: (show) => `Thank you for hosting ${show}. If it is opened again, this page is ready by itself.`,
  },
};

interface Props {
  kind: HostStandstillKind;
  show: string;
  onTakeOver: () => void;
}

/** Why nothing is sent from here, where only a person can change it. */
export function HostStandstill({ kind, show, onTakeOver }: Props) {
  const { title, lead } = STANDSTILL_TEXTS[kind];
  return (
    <JoinPage
      step={null}
      title={title}
      lead={lead(show)}
      actions={
        kind === 'takenOver' ? (
          <Button kind="primary" size="large" wide onClick={onTakeOver}>
            Take over here
          </Button>
        ) : null
      }
    />
  );
}
