/** The chat of an event: written, read, looked after, kept for a while. */
export { ChatCounts } from './counts';
export { createChatService } from './chat-service';
export { exportChat } from './export';
export { type FeedRead, readFeed } from './feed';
export { chatHistory } from './history';
export { banAuthor, deleteChat, liftBan, removeMessage, settleReport } from './moderate';
export { chatOverview } from './overview';
export { pruneChats, startChatPruning } from './prune';
export { reportMessage } from './report';
export { sendMessage } from './send';
export { changeChat } from './settings';
export type { Speaker } from './speaker';
