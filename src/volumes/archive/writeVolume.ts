import { ArchiveError } from './archiveError.ts'
import { differences, impliedFolders, type Difference } from './difference.ts'
import type { Facts } from './fact.ts'
import { FactCollector } from './factCollector.ts'
import { observed, type ArchiveJob, type ArchiveProgress } from './progress.ts'
import { toText, type TarPart } from './tarEntry.ts'
import { VolumeHelper, type VolumeAddress } from './volumeHelper.ts'

/**
 * Everything in a volume, as facts.
 *
 * @throws {EngineError}
 */
export async function readFacts(
	address: VolumeAddress,
	{ signal, report }: ArchiveJob,
	phase: ArchiveProgress['phase'] = 'checking',
): Promise<Facts> {
	await using helper = await VolumeHelper.open(address, 'readOnly')
	const collector = new FactCollector()
	for await (const _ of observed(helper.read(signal), collector, (amount) => report({ phase, ...amount })));
	return collector.facts()
}

/**
 * Writes parts into a volume, reads it again, and holds what arrived against what was sent.
 *
 * @param expects.nothingElse Whether it is an error that the volume has more than was sent.
 * @throws {EngineError} `unexpected` when something differs; whatever reading or writing throws.
 */
export async function writeVerified(
	target: VolumeAddress,
	parts: AsyncIterable<TarPart>,
	expects: { readonly nothingElse: boolean },
	job: ArchiveJob,
): Promise<Facts> {
	const collector = new FactCollector()
	{
		await using helper = await VolumeHelper.open(target, 'readWrite')
		const report = (amount: { entries: number; bytes: number }) => job.report({ phase: 'copying', ...amount })
		await helper.write(observed(parts, collector, report), job.signal)
	}
	const sent = collector.facts()
	const arrived = await readFacts(target, job, 'verifying')
	const found = unexpectedDifferences(sent, arrived, expects.nothingElse)
	if (found.length === 0) return sent
	const paths = found
		.slice(0, 3)
		.map(({ path, kind, aspects }) => `${toText(path) || '/'} (${[kind, ...aspects].join(', ')})`)
	throw new ArchiveError('unexpected', {
		kind: 'differs',
		volume: target.name,
		count: found.length,
		paths: paths.join(', '),
	})
}

function unexpectedDifferences(sent: Facts, arrived: Facts, nothingElse: boolean): readonly Difference[] {
	const implied = impliedFolders(sent)
	return differences(sent, arrived).filter(({ kind, path }) => kind !== 'added' || (nothingElse && !implied.has(path)))
}
