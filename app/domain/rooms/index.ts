/** Who is in the rooms of LiveKit, as its webhooks and our own questions tell. */
export { reconcile, startReconciler } from './reconcile';
export { hearWebhook } from './webhook';
