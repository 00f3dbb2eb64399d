import { type FormEvent, useState } from 'react';
import {
  ANCHORS,
  type Anchor,
  type Graphic,
  type GraphicTheme,
  THEME_DEFAULTS,
  type GraphicKind,
} from '../../../../contract/graphics';
import { ANCHOR_OF } from '../../../../core/graphics/parts';
import { KIND_NAMES } from '../../../../core/graphics/names';
import { Dialog } from '../../../ui/dialog';
import { Field, SelectField } from '../../../ui/fields';
import { FormButtons, useFormErrors } from '../../crew/command-form';
import { useCrew } from '../../crew/crew-context';
import {
  colorsOf,
  FIELDS,
  firstValues,
  type GraphicField,
  saysOf,
  sentOf,
  type Values,
  valuesOf,
} from './graphic-fields';
import { GraphicPicture } from './graphic-picture';

/** A new graphic of a kind, or one that is changed; null for none. */
export type Editing = { kind: GraphicKind; graphic: Graphic | null } | null;

export function GraphicDialog({ editing, onClose }: { editing: Editing; onClose: () => void }) {
  const title = editing
    ? `${editing.graphic ? 'Change' : 'New'} ${KIND_NAMES[editing.kind].toLowerCase()}`
    : '';
  return (
    <Dialog open={editing !== null} title={title} wide onClose={onClose}>
      {editing ? <GraphicForm {...editing} onDone={onClose} /> : null}
    </Dialog>
  );
}

interface FormProps {
  kind: GraphicKind;
  graphic: Graphic | null;
  onDone: () => void;
}

const FRESH = {
  id: 'new',
  name: '',
  ...{ theme: {}, position: {}, layer: 50, onAir: false, frames: 0, movedBy: null, movedAt: null },
} as const;

function GraphicForm({ kind, graphic, onDone }: FormProps) {
  const { commands, now } = useCrew();
  const errors = useFormErrors(onDone);
  const [values, setValues] = useState<Values>(() =>
    graphic ? valuesOf(graphic) : firstValues(kind, now ?? 0),
  );
  const [name, setName] = useState(graphic?.name ?? '');
  const [anchor, setAnchor] = useState<Anchor>(graphic?.position.anchor ?? ANCHOR_OF[kind]);
  const [theme, setTheme] = useState<GraphicTheme>(graphic?.theme ?? {});
  const position = { ...graphic?.position, anchor };
  const says = saysOf(kind, values, graphic ?? undefined);
  const draft: Graphic = { ...FRESH, ...says, theme, position };
  const keep = (event: FormEvent) => {
    event.preventDefault();
    const facts = { name, theme, position };
    void errors.send(() =>
      graphic
        ? commands.changeGraphic(graphic.id, { ...facts, content: sentOf(says).content })
        : commands.createGraphic({ ...facts, ...sentOf(says) }),
    );
  };
  const fields = FIELDS[kind];
  const errorOf = (field: string) => errors.of(`content.${field}`);
  return (
    <form className="graphic-form" onSubmit={keep} noValidate>
      <div className="graphic-draft">
        <GraphicPicture graphics={[draft]} width={480} label="How it will look" />
      </div>
      <div className="graphic-fields">
        {fields.map((field) => (
          <ContentField
            key={field.name}
            field={field}
            value={values[field.name] ?? ''}
            error={errorOf(field.name)}
            onChange={(value) => setValues((all) => ({ ...all, [field.name]: value }))}
          />
        ))}
        <Field
          label="Name in the list"
          value={name}
          maxLength={60}
          placeholder={KIND_NAMES[kind]}
          error={errors.of('name')}
          onChange={(event) => setName(event.target.value)}
        />
        <SelectField
          label="Where"
          value={anchor}
          onChange={(event) => setAnchor(ANCHORS.find((one) => one === event.target.value) ?? anchor)}
        >
          {ANCHORS.map((one) => (
            <option key={one} value={one}>
              {one.replace('-', ' ')}
            </option>
          ))}
        </SelectField>
        <Colors kind={kind} theme={theme} onChange={setTheme} />
      </div>
      <FormButtons
        error={errors.besides(['name', ...fields.map((field) => `content.${field.name}`)])}
        busy={errors.busy}
        keep={graphic ? 'Save' : 'Add graphic'}
        onCancel={onDone}
      />
    </form>
  );
}

interface ContentFieldProps {
  field: GraphicField;
  value: string | boolean;
  error: string | null;
  onChange: (value: string | boolean) => void;
}

function ContentField({ field: { label, type, max, help }, value, error, onChange }: ContentFieldProps) {
  if (type === 'flag') {
    return (
      <label className="graphic-flag">
        <input
          type="checkbox"
          checked={value !== false}
          onChange={(event) => onChange(event.target.checked)}
        />
        {label}
      </label>
    );
  }
  const text = String(value);
  if (type === 'players') {
    return (
      <label className="field">
        <span>{label}</span>
        <textarea
          className="input"
          rows={6}
          value={text}
          aria-invalid={error ? true : undefined}
          onChange={(event) => onChange(event.target.value)}
        />
        <span className="field-help">{error ?? help}</span>
      </label>
    );
  }
  return (
    <Field
      label={label}
      type={type === 'moment' ? 'datetime-local' : 'text'}
      value={text}
      maxLength={max}
      help={help}
      error={error}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

interface ColorsProps {
  kind: GraphicKind;
  theme: GraphicTheme;
  onChange: (theme: GraphicTheme) => void;
}

function Colors({ kind, theme, onChange }: ColorsProps) {
  const colors = colorsOf(kind);
  if (colors.length === 0) return null;
  return (
    <fieldset className="graphic-colors">
      <legend>Colours</legend>
      {colors.map(([name, label]) => (
        <label key={name}>
          <input
            type="color"
            value={theme[name] ?? THEME_DEFAULTS[name]}
            onChange={(event) => onChange({ ...theme, [name]: event.target.value })}
          />
          {label}
        </label>
      ))}
    </fieldset>
  );
}
