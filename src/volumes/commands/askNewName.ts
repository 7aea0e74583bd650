import type { VolumeRecord } from '../../engine/records.ts'
import { Cancelled } from '../../ui/failure.ts'
import { runWizard, textStep } from '../../ui/wizard.ts'
import { nameMessage } from './nameMessage.ts'

/**
 * A name for a new volume, checked as one types.
 *
 * @param taken Volumes that are there.
 * @throws {Cancelled}
 */
export async function askNewName(
	title: string,
	prompt: string,
	proposed: string,
	taken: ReadonlyMap<string, VolumeRecord>,
): Promise<string> {
	const answers = await runWizard(title, { name: proposed }, [
		textStep({
			prompt,
			value: ({ name }) => name,
			validate: (name) => nameMessage(name, (each) => taken.has(each)),
			apply: (_, name) => ({ name }),
		}),
	])
	if (!answers) throw new Cancelled()
	return answers.name
}

/** A name that is not taken yet: `data-copy`, `data-copy-2`. */
export function freeName(name: string, taken: ReadonlyMap<string, VolumeRecord>): string {
	for (let count = 1; ; count += 1) {
		const free = count === 1 ? name : `${name}-${count}`
		if (!taken.has(free)) return free
	}
}
