/** What the module exports; `PixelFunctions` (engine/mixer/pixels.ts) has their types for TypeScript. */
export { blendPlane, copyPlane, fadeBytes, fillPlane, mixBytes, overlayPlane, wipePlane } from './blend';
export { halvePlane, scalePlane } from './scale';
export { rotatePlane } from './turn';
