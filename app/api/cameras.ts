import { z } from 'zod';
import { OPEN_STATUSES } from '../../contract/vocabulary';
import { line } from '../../core/text';
import { cameraToken, DEVICE_MAX_AGE_S, operatorReturnToken } from '../domain/cameras/camera-token';
import { changeCamera } from '../domain/cameras/change-camera';
import { checkCode, registerCamera } from '../domain/cameras/register-camera';
import { namesFor, setCookie } from '../http/cookies';
import { deviceToken } from './actor';
import { endpoint, Reply } from './define';
import { atLeastOne, Camera, CameraState, MediaToken, nothing } from './fields';

const CameraBody = atLeastOne(
  z
    .strictObject({
      state: CameraState,
      label: line(60),
      muted: z.boolean(),
      pictureOff: z.boolean(),
      mayStandStill: z.boolean(),
    })
    .partial(),
);

const typed = z.string().max(200);
const credential = { code: typed, secret: typed };
const oneOfThem = <S extends z.ZodType<{ code?: string | undefined; secret?: string | undefined }>>(
  schema: S,
) =>
  schema
    .refine((key) => key.code !== undefined || key.secret !== undefined, 'Send a code or a secret')
    .meta({ anyOf: [{ required: ['code'] }, { required: ['secret'] }] });

const JoinBody = oneOfThem(z.strictObject(credential).partial());

/** What a phone says of itself: a line, or a few facts. */
const device = z.union([
  line(200, 0),
  z
    .record(line(40), z.union([line(300, 0), z.number(), z.boolean(), z.null()]))
    .refine((facts) => Object.keys(facts).length <= 20, 'at most 20 facts')
    .meta({ maxProperties: 20 }),
]);

const RegisterBody = oneOfThem(z.strictObject({ ...credential, label: line(60), device }).partial());

const Registered = z.object({
  cameraId: z.uuid(),
  number: z.number().int(),
  label: z.string(),
  state: z.enum(['waiting', 'admitted']),
  slug: z.string(),
  title: z.string(),
});

export const cameras = [
  endpoint('POST /api/v1/events/:slug/cameras/:id', {
    who: 'director',
    says: 'the camera',
    body: CameraBody,
    answer: Camera,
    fails: ['conflict'],
    does: ({ services, actor, slug, id, body }) => changeCamera(services, actor, slug, id, body),
  }),
] as const;

/** What a phone does; its page does it for its operator. */
export const phones = [
  endpoint('POST /api/join/check', {
    who: 'anyone',
    says: '`{title, slug, status}`',
    body: JoinBody,
    answer: z.object({ title: z.string(), slug: z.string(), status: z.enum(OPEN_STATUSES) }),
    fails: ['not_found'],
    limits: [
      'joinPerMinute',
      'joinPerHour',
      'joinPerSitePerMinute',
      'joinGlobalPerMinute',
      'joinSecretPerMinute',
    ],
    does: ({ services, body, clientIp }) => checkCode(services, body, clientIp),
  }),
  endpoint('POST /api/cameras/register', {
    who: 'anyone',
    says: '`{cameraId, number, label, state, slug, title}` and a device cookie; 200 if this phone has its camera already',
    body: RegisterBody,
    answer: Registered,
    status: 201,
    also: { 200: Registered },
    fails: ['not_found', 'conflict'],
    limits: [
      'joinPerMinute',
      'joinPerHour',
      'joinPerSitePerMinute',
      'joinGlobalPerMinute',
      'joinSecretPerMinute',
      'registrationPerAddress',
      'registrationPerEvent',
      'returnPerCamera',
    ],
    does: async ({ services, request, context, body, clientIp }) => {
      const input = { ...body, deviceToken: deviceToken(request, context) };
      const { deviceToken: device, created, ...camera } = await registerCamera(services, input, clientIp);
      const { device: name } = namesFor(request, services.instanceId);
      const cookie = setCookie(request, name, device, DEVICE_MAX_AGE_S);
      return new Reply(created ? 201 : 200, camera, { 'Set-Cookie': cookie });
    },
  }),
  endpoint('POST /api/cameras/token', {
    who: 'phone',
    says: '`{token, url, room, identity, expiresAt}`; 202 `{state: "waiting"}`; 403 once removed; 409 when the event is over',
    body: nothing,
    answer: MediaToken,
    also: { 202: z.object({ state: z.literal('waiting') }) },
    fails: ['forbidden', 'not_found', 'conflict'],
    limits: ['cameraTokenPerMinute'],
    does: async ({ services, actor, origin }) => {
      const given = await cameraToken(services, actor, origin);
      return given ?? new Reply(202, { state: 'waiting' as const }, { 'Retry-After': '3' });
    },
  }),
  endpoint('POST /api/cameras/return-token', {
    who: 'phone',
    says: 'the same, for the program coming back',
    body: nothing,
    answer: MediaToken,
    fails: ['forbidden', 'not_found', 'conflict'],
    limits: ['cameraTokenPerMinute'],
    does: ({ services, actor, origin }) => operatorReturnToken(services, actor, origin),
  }),
] as const;
