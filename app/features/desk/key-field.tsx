import { Field } from '../../ui/field';

/** A stream key: goes in and never comes out. No browser keeps it, none shows it. */
export function KeyField(props: {
  help: string;
  required: boolean;
  error: string | null;
  autoFocus?: boolean;
}) {
  return (
    <Field
      label={props.required ? 'Stream key' : 'Stream key, if it has one'}
      name="streamKey"
      type="password"
      autoComplete="off"
      spellCheck={false}
      autoFocus={props.autoFocus}
      help={props.help}
      error={props.error}
    />
  );
}
