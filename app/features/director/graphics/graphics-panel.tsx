import { Eye, EyeOff, Plus } from 'lucide-react';
import { useState } from 'react';
import { type Graphic, GRAPHIC_KINDS, type GraphicKind } from '../../../../contract/graphics';
import { graphicName, KIND_NAMES } from '../../../../core/graphics/names';
import { Button, IconButton } from '../../../ui/button';
import { ConfirmDialog } from '../../../ui/dialog';
import { timeOfDay } from '../../../ui/format';
import { Menu } from '../../../ui/menu';
import { useCommand } from '../../crew/commands';
import { useCrew } from '../../crew/crew-context';
import { GRAPHIC_KEYS } from '../keys';
import { type Editing, GraphicDialog } from './graphic-dialog';
import { GraphicPicture } from './graphic-picture';

/** Graphics as the whole desk knows them: which one is seen on preview, and how one is moved. */
interface GraphicControl {
  /** The id of the one that lies over the preview; null for none. */
  cued: string | null;
  cue: (id: string | null) => void;
  /** In, or out again. */
  toggle: (graphic: Graphic) => void;
  /** Ids of those that are being moved. */
  busy: ReadonlySet<string>;
}

export function useGraphicControl(): GraphicControl {
  const { commands } = useCrew();
  const { busy, run } = useCommand();
  const [cued, cue] = useState<string | null>(null);
  const toggle = (graphic: Graphic) => {
    if (busy.has(graphic.id)) return;
    void run(graphic.id, () => commands.showGraphic(graphic.id, !graphic.onAir)).then((done) => {
      // What was looked at before it went out is on the program now.
      if (done) cue((id) => (id === graphic.id ? null : id));
    });
  };
  return { cued, cue, toggle, busy };
}

/** The prepared list: each graphic as it will look, in and out by a press or by its key. */
export function GraphicsPanel({ control }: { control: GraphicControl }) {
  const { graphics } = useCrew().state;
  const [editing, setEditing] = useState<Editing>(null);
  return (
    <>
      <AddGraphic onAdd={(kind) => setEditing({ kind, graphic: null })} />
      {graphics.length === 0 ? (
        <p className="text-2">
          No graphics yet. Choose what you need, such as a score bug or a lower third, and press Add.
        </p>
      ) : (
        <ul className="graphics" aria-label="Graphics">
          {graphics.map((graphic, i) => (
            <GraphicRow
              key={graphic.id}
              graphic={graphic}
              control={control}
              letter={GRAPHIC_KEYS[i]}
              onEdit={() => setEditing({ kind: graphic.kind, graphic })}
            />
          ))}
        </ul>
      )}
      <GraphicDialog editing={editing} onClose={() => setEditing(null)} />
    </>
  );
}

function AddGraphic({ onAdd }: { onAdd: (kind: GraphicKind) => void }) {
  const [kind, setKind] = useState<GraphicKind>('lower-third');
  return (
    <div className="graphic-add">
      <select
        className="input"
        aria-label="Kind of graphic"
        value={kind}
        onChange={(event) => setKind(GRAPHIC_KINDS.find((one) => one === event.target.value) ?? kind)}
      >
        {GRAPHIC_KINDS.map((one) => (
          <option key={one} value={one}>
            {KIND_NAMES[one]}
          </option>
        ))}
      </select>
      <Button icon={<Plus className="icon" />} onClick={() => onAdd(kind)}>
        Add
      </Button>
    </div>
  );
}

interface RowProps {
  graphic: Graphic;
  control: GraphicControl;
  /** Of its key. */
  letter: string | undefined;
  onEdit: () => void;
}

function GraphicRow({ graphic, control, letter, onEdit }: RowProps) {
  const { state, commands, now } = useCrew();
  const { busy, run } = useCommand();
  const [asking, setAsking] = useState(false);
  const { id, onAir, movedBy, movedAt } = graphic;
  const name = graphicName(graphic);
  const isCued = control.cued === id;
  const needsScore = (graphic.kind === 'score-bug' || graphic.kind === 'clock') && state.score === null;
  const remove = () => void run('remove', () => commands.removeGraphic(id)).then(() => setAsking(false));
  return (
    <li className="graphic" data-on-air={onAir}>
      <span className="graphic-thumb">
        <GraphicPicture graphics={[graphic]} width={160} />
      </span>
      <span className="graphic-name">
        <b className="clip" title={name}>
          {name}
        </b>
        <small className="clip">
          {needsScore
            ? 'Shows nothing before the score is set up'
            : movedBy === null
              ? 'Not shown yet'
              : `${onAir ? 'In' : 'Out'} by ${movedBy}${now !== null && movedAt ? `, ${timeOfDay(movedAt)}` : ''}`}
        </small>
      </span>
      <Menu
        label="More"
        describes={name}
        items={[
          { label: 'Change…', onSelect: onEdit },
          { label: 'Delete…', onSelect: () => setAsking(true) },
        ]}
      />
      <IconButton
        label={`${isCued ? 'Take off preview' : 'See on preview'}: ${name}`}
        aria-pressed={isCued}
        onClick={() => control.cue(isCued ? null : id)}
      >
        {isCued ? <EyeOff className="icon" /> : <Eye className="icon" />}
      </IconButton>
      <button
        type="button"
        className="graphic-key"
        aria-label={`${onAir ? 'OUT' : 'IN'}: ${name}`}
        aria-keyshortcuts={letter}
        data-pending={control.busy.has(id)}
        onClick={() => control.toggle(graphic)}
      >
        <b>{onAir ? 'OUT' : 'IN'}</b>
        {letter ? <kbd>{letter}</kbd> : null}
      </button>
      <ConfirmDialog
        open={asking}
        title={`Delete ${name}?`}
        confirm="Delete graphic"
        busy={busy.has('remove')}
        onConfirm={remove}
        onClose={() => setAsking(false)}
      >
        {onAir ? 'It goes off the air at once. ' : ''}It is gone from the list for everybody.
      </ConfirmDialog>
    </li>
  );
}

/** What lies over the preview: those on the air, and the one that is looked at before it goes out. */
export function PreviewGraphics({ cued }: { cued: string | null }) {
  const { graphics } = useCrew().state;
  const shown = graphics.filter(({ id, onAir }) => onAir || id === cued);
  const named = shown.find(({ id }) => id === cued);
  if (!named) return null;
  return (
    <span className="preview-graphics">
      <GraphicPicture graphics={shown} width={640} label={`On preview: ${graphicName(named)}`} />
    </span>
  );
}
