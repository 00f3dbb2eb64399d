/** The chat of an event: written, read, looked after, kept for a while. */
export { ChatCounts } from './counts';
export { type ChatDesk, createChatDesk } from './desk';
export { publicChatEvent } from './event';
export { type ChatExport, exportChat } from './export';
export { type FeedRead, readFeed } from './feed';
export { chatHistory, modeOf } from './history';
export { type Ban, banAuthor, deleteChat, liftBan, removeMessage, settleReport } from './moderate';
export { type ChatOverview, chatOverview } from './overview';
export { pruneChats, startChatPruning } from './prune';
export { reportMessage } from './report';
export { sendMessage } from './send';
export { changeChat } from './settings';
export { badgeOf, type Speaker } from './speaker';
