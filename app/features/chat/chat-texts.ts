import type { ChatBadge, ChatReason } from '../../../contract/vocabulary';
import { CHAT_REFUSALS } from '../../../core/chat/refusals';

/**
 * Every text of the chat as viewers see it, in one language. `{name}` and the like are filled in by `fill`.
 */
export interface ChatTexts {
  /** Of the section, for screen readers. */
  title: string;
  log: string;
  empty: string;
  /** The same where viewers cannot write. */
  emptyClosed: string;
  loading: string;
  failed: string;
  older: string;
  /** `{count}` new ones below. */
  newOne: string;
  newMany: string;
  sayAs: string;
  message: string;
  send: string;
  sending: string;
  emoji: string;
  closed: string;
  closedForViewers: string;
  slow: string;
  wait: string;
  charactersLeft: string;
  tooMany: string;
  nameTitle: string;
  nameHelp: string;
  nameLabel: string;
  nameSave: string;
  nameCancel: string;
  nameChange: string;
  /** What can be done with a message of `{name}`. */
  menu: string;
  report: string;
  reported: string;
  reportFailed: string;
  mutedUntil: string;
  badges: Record<ChatBadge, string>;
  /** Why a message was not taken. */
  refusals: Record<ChatReason, string>;
  offline: string;
}

const en: ChatTexts = {
  title: 'Chat',
  log: 'Messages',
  empty: 'Nobody has written yet. Say hello.',
  emptyClosed: 'Nobody has written yet.',
  loading: 'Loading the chat…',
  failed: 'The chat does not answer. Trying again.',
  older: 'Show older messages',
  newOne: '1 new message',
  newMany: '{count} new messages',
  sayAs: 'Say something as {name}',
  message: 'Message',
  send: 'Send',
  sending: 'Sending…',
  emoji: 'Emoji',
  closed: 'The chat is closed.',
  closedForViewers: 'Closed for viewers. What you write is shown.',
  slow: 'Slow mode: one message every {seconds} s.',
  wait: 'You can write again in {seconds} s.',
  charactersLeft: '{count} characters left',
  tooMany: '{count} characters too many',
  nameTitle: 'Choose a name to join in',
  nameHelp: 'Everybody sees it next to your messages.',
  nameLabel: 'Your name',
  nameSave: 'Join in',
  nameCancel: 'Cancel',
  nameChange: 'Change your name, {name}',
  menu: 'More about the message of {name}',
  report: 'Report',
  reported: 'Reported. A moderator will look at it.',
  reportFailed: 'The report was not sent. Try again.',
  mutedUntil: 'A moderator has muted you until {time}.',
  badges: {
    owner: 'Organiser',
    director: 'Director',
    assistant: 'Assistant',
    moderator: 'Moderator',
    host: 'Host',
    scorer: 'Scorer',
    commentator: 'Commentator',
  },
  refusals: CHAT_REFUSALS,
  offline: 'Not sent. Check the connection and try again.',
};

const de: ChatTexts = {
  title: 'Chat',
  log: 'Nachrichten',
  empty: 'Noch hat niemand geschrieben. Sag Hallo.',
  emptyClosed: 'Noch hat niemand geschrieben.',
  loading: 'Der Chat wird geladen…',
  failed: 'Der Chat antwortet nicht. Neuer Versuch läuft.',
  older: 'Ältere Nachrichten zeigen',
  newOne: '1 neue Nachricht',
  newMany: '{count} neue Nachrichten',
  sayAs: 'Schreib etwas als {name}',
  message: 'Nachricht',
  send: 'Senden',
  sending: 'Wird gesendet…',
  emoji: 'Emoji',
  closed: 'Der Chat ist geschlossen.',
  closedForViewers: 'Für Zuschauer geschlossen. Was du schreibst, wird gezeigt.',
  slow: 'Langsamer Modus: eine Nachricht alle {seconds} s.',
  wait: 'In {seconds} s kannst du wieder schreiben.',
  charactersLeft: 'noch {count} Zeichen',
  tooMany: '{count} Zeichen zu viel',
  nameTitle: 'Wähle einen Namen und schreib mit',
  nameHelp: 'Alle sehen ihn neben deinen Nachrichten.',
  nameLabel: 'Dein Name',
  nameSave: 'Mitschreiben',
  nameCancel: 'Abbrechen',
  nameChange: 'Namen ändern, {name}',
  menu: 'Mehr zur Nachricht von {name}',
  report: 'Melden',
  reported: 'Gemeldet. Die Moderation sieht es sich an.',
  reportFailed: 'Die Meldung wurde nicht gesendet. Versuch es noch einmal.',
  mutedUntil: 'Die Moderation hat dich bis {time} stummgeschaltet.',
  badges: {
    owner: 'Veranstalter',
    director: 'Regie',
    assistant: 'Regieassistenz',
    moderator: 'Moderation',
    host: 'Gastgeber',
    scorer: 'Spielstand',
    commentator: 'Kommentar',
  },
  refusals: {
    empty: 'Schreib zuerst etwas.',
    too_long: 'Die Nachricht ist zu lang. Höchstens 500 Zeichen.',
    unfit: 'Die Nachricht enthält Zeichen, die nicht gezeigt werden können.',
    links: 'Dieser Chat nimmt keine Links.',
    name_missing: 'Wähle zuerst einen Namen.',
    name_unfit: 'Wähle einen anderen Namen: bis zu 30 Buchstaben oder Ziffern.',
    name_taken: 'Dieser Name liest sich wie einer aus dem Team. Wähle einen anderen.',
    closed: 'Der Chat ist geschlossen.',
    slow: 'Der langsame Modus ist an. Warte einen Moment.',
    rate: 'Das war schnell. Warte einen Moment.',
    muted: 'Die Moderation hat dich für eine Weile stummgeschaltet.',
    banned: 'Die Moderation hat dich aus diesem Chat ausgeschlossen.',
  },
  offline: 'Nicht gesendet. Prüf die Verbindung und versuch es noch einmal.',
};

const es: ChatTexts = {
  title: 'Chat',
  log: 'Mensajes',
  empty: 'Nadie ha escrito todavía. Saluda.',
  emptyClosed: 'Nadie ha escrito todavía.',
  loading: 'Cargando el chat…',
  failed: 'El chat no responde. Intentándolo de nuevo.',
  older: 'Ver mensajes anteriores',
  newOne: '1 mensaje nuevo',
  newMany: '{count} mensajes nuevos',
  sayAs: 'Escribe algo como {name}',
  message: 'Mensaje',
  send: 'Enviar',
  sending: 'Enviando…',
  emoji: 'Emoji',
  closed: 'El chat está cerrado.',
  closedForViewers: 'Cerrado para el público. Lo que escribas se muestra.',
  slow: 'Modo lento: un mensaje cada {seconds} s.',
  wait: 'Puedes volver a escribir en {seconds} s.',
  charactersLeft: 'quedan {count} caracteres',
  tooMany: 'sobran {count} caracteres',
  nameTitle: 'Elige un nombre para participar',
  nameHelp: 'Todos lo ven junto a tus mensajes.',
  nameLabel: 'Tu nombre',
  nameSave: 'Participar',
  nameCancel: 'Cancelar',
  nameChange: 'Cambiar tu nombre, {name}',
  menu: 'Más sobre el mensaje de {name}',
  report: 'Denunciar',
  reported: 'Denunciado. La moderación lo revisará.',
  reportFailed: 'La denuncia no se envió. Inténtalo de nuevo.',
  mutedUntil: 'La moderación te ha silenciado hasta las {time}.',
  badges: {
    owner: 'Organización',
    director: 'Dirección',
    assistant: 'Ayudante de dirección',
    moderator: 'Moderación',
    host: 'Anfitrión',
    scorer: 'Marcador',
    commentator: 'Comentarista',
  },
  refusals: {
    empty: 'Escribe algo primero.',
    too_long: 'El mensaje es demasiado largo. Máximo 500 caracteres.',
    unfit: 'El mensaje contiene caracteres que no se pueden mostrar.',
    links: 'Este chat no admite enlaces.',
    name_missing: 'Elige primero un nombre.',
    name_unfit: 'Elige otro nombre: hasta 30 letras o cifras.',
    name_taken: 'Ese nombre parece de alguien del equipo. Elige otro.',
    closed: 'El chat está cerrado.',
    slow: 'El modo lento está activado. Espera un momento.',
    rate: 'Eso fue rápido. Espera un momento.',
    muted: 'La moderación te ha silenciado por un rato.',
    banned: 'La moderación te ha excluido de este chat.',
  },
  offline: 'No enviado. Comprueba la conexión e inténtalo de nuevo.',
};

export const CHAT_TEXTS = { en, de, es } as const satisfies Record<string, ChatTexts>;
