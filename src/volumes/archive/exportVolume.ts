import { decodeVolume } from '../../engine/decode.ts'
import { writeWhole, type BackupFile } from './backupFile.ts'
import { FactCollector, type Amount } from './factCollector.ts'
import { manifestParts, type BackupOrigin } from './manifest.ts'
import { withoutPasswords } from './passwords.ts'
import { observed, type ArchiveJob } from './progress.ts'
import type { TarPart } from './tarEntry.ts'
import { placed } from './containment.ts'
import { gathered, writeTar } from './tarWriter.ts'
import { VolumeHelper, type VolumeAddress } from './volumeHelper.ts'

/**
 * Writes a volume's data into an archive that tar can read, with a manifest that holds a SHA-256 for each file.
 *
 * @returns How much it was.
 * @throws {EngineError} No file is left then.
 */
export async function exportVolume(
	source: VolumeAddress,
	file: BackupFile,
	{ signal, report }: ArchiveJob,
): Promise<Amount> {
	const origin = await originOf(source)
	await using helper = await VolumeHelper.open(source, 'readOnly')
	const collector = new FactCollector()
	const parts = observed(helper.read(signal), collector, (amount) => report({ phase: 'copying', ...amount }))
	const whole = async function* (): AsyncGenerator<TarPart, void, undefined> {
		yield* placed(parts, '.')
		yield* manifestParts({ origin, facts: collector.facts() })
	}
	await writeWhole(file.path, gathered(writeTar(whole())), file.compression, signal)
	return collector.amount
}

async function originOf({ engine, name }: VolumeAddress): Promise<BackupOrigin> {
	const { driver, options, labels } = decodeVolume(await engine.docker.getVolume(name).inspect())
	return { volume: name, driver, options: withoutPasswords(options), labels, createdAt: new Date() }
}
