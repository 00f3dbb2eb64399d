import { DEVICE_MAX_AGE_S, registerCamera } from '../domain/cameras';
import { deviceToken } from '../http/actor';
import { readJson } from '../http/body';
import { namesFor, setCookie } from '../http/cookies';
import { answer, api } from '../http/respond';
import { RegisterBody } from '../http/schemas';

const register = api({
  POST: async ({ request, context }) => {
    const { services } = context;
    const body = await readJson(request, RegisterBody);
    const input = { ...body, deviceToken: deviceToken(request, context) };
    const {
      deviceToken: device,
      created,
      ...camera
    } = await registerCamera(services, input, context.clientIp);
    const cookie = setCookie(
      request,
      namesFor(request, services.instanceId).device,
      device,
      DEVICE_MAX_AGE_S,
    );
    return answer(camera, created ? 201 : 200, { 'Set-Cookie': cookie });
  },
});

export const loader = register.loader;
export const action = register.action;
