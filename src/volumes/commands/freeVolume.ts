import * as vscode from 'vscode'
import { Failure } from '../../ui/failure.ts'
import type { Connected } from '../../ui/parts.ts'
import { endShowing } from '../data/otherHelpers.ts'
import type { VolumeParts } from '../parts.ts'

/**
 * Ends what serves a volume's data, also for other windows that only show it, so that it can be removed or renamed.
 *
 * @throws {Failure} where Longshore does something with it that another window, or an export, waits for.
 */
export async function freeVolume(
	{ data, engine }: Pick<Connected<VolumeParts>, 'data' | 'engine'>,
	name: string,
): Promise<void> {
	await data.close(name)
	if (!(await endShowing(engine, name))) return
	throw new Failure(
		vscode.l10n.t(
			'“{0}” is in use by Longshore itself: it is being exported, or another window works in it (a terminal, an upload, a search). Wait until that is done, or end it there; then try again.',
			name,
		),
	)
}
