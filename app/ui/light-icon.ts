import { createElement, type SVGAttributes } from 'react';

/** An icon of Lucide as its package has it: a name, and the shapes within 24 × 24. */
interface IconData {
  name: string;
  node: readonly (readonly [tag: string, attributes: Record<string, string>])[];
}

/**
 * Takes the place of Lucide's own `createLucideIcon` in the script of the audience's pages
 * (vite.audience.config.ts): the same picture, without the options that nobody here uses, which together are
 * as large as all the icons.
 */
export default function createLightIcon({ name, node }: IconData) {
  return function LightIcon({ className = '', ...rest }: SVGAttributes<SVGSVGElement>) {
    const frame = {
      xmlns: 'http://www.w3.org/2000/svg',
      width: 24,
      height: 24,
      viewBox: '0 0 24 24',
      fill: 'none',
      stroke: 'currentColor',
      strokeWidth: 2,
      strokeLinecap: 'round' as const,
      strokeLinejoin: 'round' as const,
      className: `lucide lucide-${name} ${className}`,
      'aria-hidden': true,
    };
    return createElement(
      'svg',
      { ...frame, ...rest },
      ...node.map(([tag, attributes]) => createElement(tag, attributes)),
    );
  };
}
