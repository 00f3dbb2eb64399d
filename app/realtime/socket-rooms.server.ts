/** socket.io rooms, one for each event and audience: a broadcast is encoded once for all in a room. */
export const socketRooms = {
  crew: (eventId: string) => `crew:${eventId}`,
  public: (eventId: string) => `public:${eventId}`,
  /** All phones of an event, for what concerns every camera. */
  cameras: (eventId: string) => `cameras:${eventId}`,
  /** One phone. */
  camera: (cameraId: string) => `camera:${cameraId}`,
} as const;
