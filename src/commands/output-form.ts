/** Which of several forms of output a request asks for. */

import { UsageError } from "../core/errors.ts";
import type { Request } from "./command.ts";
import { hasOption } from "./options.ts";

/** The one option of `forms` (long names) that was given; undefined for none. Throws `UsageError` for two. */
export function chosenForm<Form extends string>(request: Request, forms: readonly Form[]): Form | undefined {
  const [form, other] = forms.filter((long) => hasOption(request, long));
  if (other !== undefined) throw new UsageError(`--${form} and --${other} cannot be used together`);
  return form;
}
