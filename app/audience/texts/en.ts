import type { ChatTexts } from '../../features/chat/chat-texts';
import type { ScoreTexts } from '../../features/score/score-texts';

/**
 * Every text of the pages for the audience, in English: the catalogue that the other languages follow. A text
 * that one of them lacks is a type error. `{name}` stands for a value; what depends on a number has a text
 * for each plural form.
 */
export const en = {
  /** BCP 47, for dates, numbers and plurals. */
  locale: 'en-GB',
  page: {
    titleLive: '{title} · live',
    titleNone: 'No stream here',
    theme: 'Light or dark',
    share: 'Share',
    copied: 'Copied',
    watching: { one: 'watching', other: 'watching' },
    onAir: 'On the air',
    onAirFor: 'On the air for {time}',
    notYet: 'Not on the air yet',
    ended: 'Ended',
    draft: 'Draft',
    draftTitle: 'Only the crew sees this page',
    draftText: 'The event is a draft. Publish it, and everybody with the address sees when it starts.',
    noScript: 'The player needs JavaScript. Allow it for this page, then reload.',
  },
  none: {
    title: 'There is no stream here',
    text: 'Check the address. If it is right, the event is not open yet: come back closer to its start.',
    again: 'Try again',
    faultTitle: 'This did not work',
    faultText: 'Something went wrong on our side. Try again in a moment; a running program is not affected.',
  },
  player: {
    label: 'Player',
    picture: '{title}, live',
    play: 'Play',
    pause: 'Pause',
    soundOn: 'Sound on',
    soundOff: 'Sound off',
    full: 'Full screen',
    fullLeave: 'Leave full screen',
    live: 'LIVE',
    paused: 'PAUSED',
    later: 'A few seconds later',
    laterWhy: 'The direct way does not get through here, so the picture comes a few seconds later.',
    tapForSound: 'Tap for sound',
    tapToPlay: 'Tap to play',
    coming: 'The picture is on its way',
    back: 'The picture comes back automatically',
    stuck:
      'No picture gets through here. It is tried again automatically; if it stays so, take another browser or another network.',
  },
  before: {
    title: 'The stream starts soon',
    anyMoment: 'Any moment now',
    stay: 'Keep this page open, it starts automatically.',
  },
  after: {
    title: 'The stream has ended',
    thanks: 'Thank you for watching.',
    recording: 'Recording',
    part: 'Part {number}',
    lasted: 'On the air for {time}',
    peak: { one: '{number} person watched at once', other: '{number} people watched at once' },
    watched: { one: '{number} minute watched', other: '{number} minutes watched' },
  },
  places: {
    label: 'Where to watch',
    own: 'Live',
    behind: '{seconds} s behind',
    playerOf: '{place} player',
    chatOf: '{place} chat',
    noChat: '{place} has no chat that can be shown here.',
  },
  chat: {
    title: 'Chat',
    show: 'Show chat',
    hide: 'Hide chat',
    coming: 'The chat is on its way',
  },
};

/** One language's catalogue. Chat and score have their own texts, because crew pages show them too. */
export type Catalogue = typeof en;
/** What a page gets: the catalogue of its language, whole. */
export type Texts = Catalogue & { chatTexts: ChatTexts; scoreTexts: ScoreTexts };
