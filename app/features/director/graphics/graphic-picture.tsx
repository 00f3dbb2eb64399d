import { useEffect, useRef, useState } from 'react';
import type { Graphic } from '../../../../contract/graphics';
import { drawGraphic } from '../../../../core/graphics/draw';
import type { DrawFacts } from '../../../../core/graphics/parts';
import type { DrawTools } from '../../../../core/graphics/pen';
import { readingOf } from '../../../../core/graphics/readings';
import { useCrew } from '../../crew/crew-context';

/** Graphics are drawn as over a program of this size, whatever size they are shown at. */
const FRAME = { width: 1280, height: 720 };

interface Props {
  /** The lowest first. */
  graphics: readonly Graphic[];
  /** Pixels of the picture; its height follows. */
  width: number;
  /** Said instead of it; without it the picture is an ornament. */
  label?: string;
}

/** Graphics as the engine draws them, by the same code, with this browser's pen. */
export function GraphicPicture({ graphics, width, label }: Props) {
  const { state, now } = useCrew();
  const canvas = useRef<HTMLCanvasElement>(null);
  const fontsLoaded = useFontsLoaded();
  const facts: DrawFacts = { score: state.score, nowMs: now ?? 0 };
  const drawn = JSON.stringify([
    graphics.map((one) => [one.kind, one.content, one.theme, one.position, readingOf(one, facts)]),
    state.score && [state.score.home, state.score.away, state.score.period],
    fontsLoaded,
  ]);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (context) draw(context, graphics, facts, width / FRAME.width);
    // `drawn` says all that the picture depends on.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [drawn, width]);
  const height = Math.round((width * FRAME.height) / FRAME.width);
  const named = label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true };
  return <canvas ref={canvas} className="graphic-picture" {...{ width, height }} {...named} />;
}

function draw(
  context: CanvasRenderingContext2D,
  graphics: readonly Graphic[],
  facts: DrawFacts,
  scale: number,
): void {
  const tools: DrawTools = {
    font: (_, weight, size) =>
      `${weight} ${size.toFixed(1)}px "Inter Variable", Inter, system-ui, sans-serif`,
    widthOf(text, font) {
      context.font = font;
      return context.measureText(text).width;
    },
  };
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, context.canvas.width, context.canvas.height);
  for (const graphic of graphics) {
    context.setTransform(scale, 0, 0, scale, 0, 0);
    const { parts, shade } = drawGraphic(graphic, facts, FRAME, tools);
    context.fillStyle = `rgb(0 0 0 / ${shade})`;
    context.fillRect(0, 0, FRAME.width, FRAME.height);
    for (const part of parts) {
      context.setTransform(scale, 0, 0, scale, part.x * scale, part.y * scale);
      part.draw(context);
    }
  }
}

/** Text measured before its font is there has other widths. */
function useFontsLoaded(): boolean {
  const [loaded, setLoaded] = useState(false);
  useEffect(() => {
    let gone = false;
    void document.fonts.ready.then(() => {
      if (!gone) setLoaded(true);
    });
    return () => {
      gone = true;
    };
  }, []);
  return loaded;
}
