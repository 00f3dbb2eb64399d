import { spread, table } from '../figures';
import { PARTS, type Round } from './cpu-rounds';

/** @returns how many figures were measured */
export function printCpu(rounds: readonly Round[], opus: number): number {
  const each = (figure: (round: Round) => number) => rounds.map(figure);
  const cpu = (name: string, figure: (round: Round) => number) => [
    name,
    ...each(figure).map((value) => value.toFixed(1)),
    spread(each(figure), 1),
  ];
  const ratio = (name: string, aim: string, figure: (round: Round) => number) => [
    name,
    spread(each(figure), 3),
    aim,
  ];
  const growth = (round: Round) => round.two.parts.engine - round.one.parts.engine;

  console.log(
    '\nCPU seconds per minute of program: 720p30, four cameras, one on the air, RTMP, recording and WebRTC out',
  );
  console.log(
    table([
      ['', ...rounds.map((_, i) => `round ${i + 1}`), 'median (least–most)'],
      cpu('whole engine', ({ one }) => one.whole),
      ...PARTS.map((part) => cpu(`  ${part}`, ({ one }) => one.parts[part])),
      cpu('one ffmpeg, alone', ({ alone }) => alone),
      cpu('one ffmpeg, beside the same cameras', ({ beside }) => beside),
      cpu('frames a second of the program', ({ one }) => one.fps),
      cpu('machine busy meanwhile, %', ({ one }) => one.busy * 100),
      cpu('taken away by the host, %', ({ one }) => one.stolen * 100),
      cpu('memory of the whole engine, MiB', ({ memoryBytes }) => memoryBytes / 2 ** 20),
    ]),
  );
  console.log('\nRatios, median (least–most) of the rounds');
  console.log(
    table([
      ['', 'ratio', 'aim'],
      ratio('whole engine / one ffmpeg, alone', '1.6, then 1.25', ({ one, alone }) => one.whole / alone),
      ratio(
        'whole engine / one ffmpeg, beside the same cameras',
        '',
        ({ one, beside }) => one.whole / beside,
      ),
      ratio('one more destination / whole engine', '0.04', (r) => growth(r) / r.one.whole),
      ratio('WebRTC out / whole engine', '0.10', ({ one }) => (one.parts.viewers + opus) / one.whole),
      ratio('  its process alone', '', ({ one }) => one.parts.viewers / one.whole),
    ]),
  );
  console.log(
    `One more destination: what the engine process grew by. WebRTC out: its process (RTP in, SRTP out) and ${opus.toFixed(2)} s for Opus, measured apart; the encoder's writing of RTP is not in it, nor is LiveKit.`,
  );
  return rounds.length;
}
