import { fill } from '../../../core/language';
import { playerAddress } from '../../../core/embedding';
import type { PublicPlayer } from '../../../contract/messages';
import { useTexts } from '../texts/use-texts';

/**
 * What a platform's frame may do: play, keep its own sign-in and open its own windows, but never lead this
 * page somewhere else. It is what Twitch's own script asks for its frames, and YouTube's player and chat need
 * no more.
 */
const SANDBOX =
  'allow-scripts allow-same-origin allow-forms allow-modals allow-popups allow-popups-to-escape-sandbox allow-presentation ' +
  'allow-storage-access-by-user-activation';

/** The platform's own player. YouTube shows error 153 without a referrer. */
export function PlatformPlayer({ player }: { player: PublicPlayer }) {
  const texts = useTexts();
  return (
    <section className="player" aria-label={texts.player.label}>
      <iframe
        className="platform-frame"
        src={playerAddress(player.playerUrl, location.hostname)}
        title={fill(texts.places.playerOf, { place: player.label })}
        sandbox={SANDBOX}
        allow="autoplay; fullscreen; picture-in-picture; encrypted-media"
        referrerPolicy="strict-origin-when-cross-origin"
      />
    </section>
  );
}

/** The platform's own chat goes with its player: what is written here would be seconds ahead of it. */
export function PlatformChat({ player }: { player: PublicPlayer }) {
  const { places } = useTexts();
  const title = fill(places.chatOf, { place: player.label });
  return (
    <aside className="chat-place" aria-label={title}>
      {player.chatUrl === null ? (
        <p className="chat-place-note">{fill(places.noChat, { place: player.label })}</p>
      ) : (
        <iframe
          className="platform-frame"
          src={playerAddress(player.chatUrl, location.hostname)}
          title={title}
          sandbox={SANDBOX}
          referrerPolicy="strict-origin-when-cross-origin"
        />
      )}
    </aside>
  );
}
