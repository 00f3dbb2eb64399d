import type { LayoutOptions } from '../../../contract/program';
import type { Layout } from '../../../contract/vocabulary';
import { cellsOf } from '../../../core/layout';

/** Of drawings and of the small picture; 16:9, as the program. */
export const SMALL = { width: 160, height: 90 } as const;
/** Between cells, in units of SMALL. */
const GAP = 3;

/** A layout as a small drawing, its cells where the engine puts them. */
export function LayoutDrawing({ layout, options }: { layout: Layout; options: LayoutOptions }) {
  return (
    <svg className="layout-drawing" viewBox={`0 0 ${SMALL.width} ${SMALL.height}`} aria-hidden="true">
      {cellsOf(layout, options, SMALL).map(({ x, y, width, height }, cell) => (
        <rect
          key={cell}
          x={x + GAP}
          y={y + GAP}
          width={width - 2 * GAP}
          height={height - 2 * GAP}
          rx={4}
          data-inset={layout === 'picture-in-picture' && cell > 0}
        />
      ))}
    </svg>
  );
}
