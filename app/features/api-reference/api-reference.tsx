import { Fragment } from 'react';

export interface FieldLine {
  name: string;
  required: boolean;
  /** Its type in a few words. */
  type: string;
  says: string;
}

export interface CallFacts {
  method: string;
  path: string;
  who: string;
  /** Names of fields and values stand between backticks. */
  says: string;
  query: FieldLine[];
  /** One list for each shape that the body may have. */
  bodies: FieldLine[][];
  answers: { status: string; type: string }[];
  refusals: string[];
  limits: string[];
}

interface Props {
  nouns: { title: string; calls: CallFacts[] }[];
  /** Objects that several calls answer. */
  shapes: { name: string; fields: FieldLine[] }[];
  errors: { code: string; says: string }[];
}

const anchor = (title: string) => title.toLowerCase().replace(/[^a-z0-9]+/g, '-');

/** Every call of the control API, as the server describes itself. Works without a script. */
export function ApiReference({ nouns, shapes, errors }: Props) {
  const titles = [...nouns.map(({ title }) => title), 'Shapes', 'Errors'];
  return (
    <div className="api-layout">
      <nav className="api-nav" aria-label="Parts of the API">
        {titles.map((title) => (
          <a key={title} href={`#${anchor(title)}`}>
            {title}
          </a>
        ))}
      </nav>
      <div className="api-parts">
        {nouns.map(({ title, calls }) => (
          <section key={title} id={anchor(title)}>
            <h2>{title}</h2>
            {calls.map((call) => (
              <Call key={`${call.method} ${call.path}`} call={call} />
            ))}
          </section>
        ))}
        <section id="shapes">
          <h2>Shapes</h2>
          {shapes.map(({ name, fields }) => (
            <details key={name} className="api-call" id={`shape-${name}`}>
              <summary>{name}</summary>
              <div className="api-body">
                <Fields fields={fields} />
              </div>
            </details>
          ))}
        </section>
        <section id="errors">
          <h2>Errors</h2>
          <p>
            <code>{'{"error": {"code", "message"}}'}</code>, the message for a person.
          </p>
          <dl className="api-fields">
            {errors.map(({ code, says }) => (
              <Fragment key={code}>
                <dt>
                  <code>{code}</code>
                </dt>
                <dd>
                  <Text>{says}</Text>
                </dd>
              </Fragment>
            ))}
          </dl>
        </section>
      </div>
    </div>
  );
}

function Call({ call }: { call: CallFacts }) {
  return (
    <details className="api-call">
      <summary>
        <b className="api-method">{call.method}</b>
        <code className="grow">{call.path}</code>
        <small>{call.who}</small>
      </summary>
      <div className="api-body">
        {call.says ? (
          <p>
            <Text>{call.says}</Text>
          </p>
        ) : null}
        {call.query.length > 0 ? (
          <>
            <h3>Query</h3>
            <Fields fields={call.query} />
          </>
        ) : null}
        {call.bodies.map((fields, at) => (
          <Fragment key={at}>
            <h3>{at === 0 ? 'Body' : 'Or'}</h3>
            <Fields fields={fields} />
          </Fragment>
        ))}
        <h3>Answers</h3>
        <dl className="api-fields">
          {call.answers.map(({ status, type }) => (
            <Fragment key={status}>
              <dt className="num">{status}</dt>
              <dd>{type || 'no body'}</dd>
            </Fragment>
          ))}
          <dt>refused</dt>
          <dd>{call.refusals.join(' · ') || '–'}</dd>
          {call.limits.length > 0 ? (
            <>
              <dt>limited</dt>
              <dd>
                <Text>{call.limits.join(' · ')}</Text>
              </dd>
            </>
          ) : null}
        </dl>
      </div>
    </details>
  );
}

function Fields({ fields }: { fields: FieldLine[] }) {
  return (
    <dl className="api-fields">
      {fields.map(({ name, required, type, says }) => (
        <Fragment key={name}>
          <dt>
            <code>{required ? name : `${name}?`}</code>
          </dt>
          <dd>
            {type}
            {says ? (
              <small>
                <Text>{says}</Text>
              </small>
            ) : null}
          </dd>
        </Fragment>
      ))}
    </dl>
  );
}

/** What stands between backticks is code. */
function Text({ children }: { children: string }) {
  return <>{children.split('`').map((part, at) => (at % 2 === 1 ? <code key={at}>{part}</code> : part))}</>;
}
