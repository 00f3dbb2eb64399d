import { expect, it } from 'vitest';
import { failureOfStatus } from './status-codes';

it.each([
  ['NetStream.Publish.BadName', 'Already publishing', 'in-use'],
  ['NetStream.Publish.BadName', 'Stream already in use', 'in-use'],
  ['NetStream.Publish.BadName', 'Authorization required', 'rejected'],
  ['NetStream.Publish.BadName', 'invalid stream key', 'rejected'],
  ['NetStream.Publish.Denied', '', 'rejected'],
  ['NetStream.Publish.Unauthorized', '', 'rejected'],
  ['NetStream.Publish.Rejected', '', 'rejected'],
  ['NetConnection.Connect.Rejected', '[ AccessManager.Reject ] : code=403 need auth', 'rejected'],
  [
    'NetConnection.Connect.Rejected',
    '[ AccessManager.Reject ] : [ code=403 need auth; authmod=adobe ] : ',
    'sign-in',
  ],
  ['NetConnection.Connect.Rejected', '[ code=403 need auth; authmod=llnw ]', 'sign-in'],
  ['NetConnection.Connect.Rejected', 'no such application', 'path'],
  ['NetConnection.Connect.InvalidApp', '', 'path'],
  ['NetConnection.Connect.AppShutdown', '', 'dropped'],
  ['NetConnection.Connect.Closed', '', 'dropped'],
  ['NetStream.Unpublish.Success', 'key is now unpublished', 'dropped'],
  ['NetStream.Publish.Failed', '', 'dropped'],
  ['', 'something', 'rejected'],
])('%s “%s” is %s', (code, description, failure) => {
  expect(failureOfStatus({ level: 'error', code, description })).toBe(failure);
});

it('an address that the server sends encoders on to is neither the path nor the key', () => {
  const code = 'NetConnection.Connect.Rejected';
  expect(failureOfStatus({ level: 'error', code, description: 'key', redirects: true })).toBe('moved');
});
