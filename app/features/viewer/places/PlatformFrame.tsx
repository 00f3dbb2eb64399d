import { playerAddress } from '../../../../core/player-address';
import type { PublicPlayer } from '../../../realtime/contract';
import { fill } from '../texts/fill';
import { useTexts } from '../texts/use-texts';

/** The platform's own player. YouTube shows error 153 without a referrer. */
export function PlatformPlayer({ player }: { player: PublicPlayer }) {
  const texts = useTexts();
  return (
    <section className="player" aria-label={texts.player.label}>
      <iframe
        className="platform-frame"
        src={playerAddress(player.playerUrl, location.hostname)}
        title={fill(texts.places.playerOf, { place: player.label })}
        allow="autoplay; fullscreen; picture-in-picture; encrypted-media"
        referrerPolicy="strict-origin-when-cross-origin"
      />
    </section>
  );
}

export function PlatformChat({ player }: { player: PublicPlayer }) {
  const { places } = useTexts();
  if (player.chatUrl === null)
    return <p className="chat-place-note">{fill(places.noChat, { place: player.label })}</p>;
  return (
    <iframe
      className="platform-frame"
      src={playerAddress(player.chatUrl, location.hostname)}
      title={fill(places.chatOf, { place: player.label })}
      referrerPolicy="strict-origin-when-cross-origin"
    />
  );
}
