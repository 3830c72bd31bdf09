// Reading text/event-stream (HTML Living Standard, 9.2.6), from a body that arrives in pieces.

/** Returns read(text): hands each complete event to `onEvent({type, data})`; `data` that is no JSON is left out. */
export function eventReader(onEvent) {
  let rest = "";
  let fields = {};
  return (text) => {
    const lines = (rest + text).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop();
    for (const line of lines) {
      if (line) fields = withField(fields, line);
      else fields = finished(fields, onEvent);
    }
  };
}

function withField(fields, line) {
  const [, name, value] = /^([^:]*):? ?(.*)$/s.exec(line);
  if (name === "data" && fields.data !== undefined) return { ...fields, data: `${fields.data}\n${value}` };
  return name === "data" || name === "event" ? { ...fields, [name]: value } : fields;
}

function finished({ event, data }, onEvent) {
  const read = data === undefined ? null : parsed(data);
  if (read && typeof read === "object") onEvent({ type: event ?? "message", data: read });
  return {};
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
