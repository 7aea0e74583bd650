import * as v from 'valibot'
import * as vscode from 'vscode'
import { composeProject } from '../../containers/container.ts'
import type { VolumeRecord } from '../../engine/records.ts'
import { Failure } from '../../ui/failure.ts'
import type { TaskSession } from '../../ui/tasks.ts'
import { absolutePath } from '../archive/absolutePath.ts'
import { backUpSeveral } from '../archive/backUpSeveral.ts'
import { hasZstd } from '../archive/backupFile.ts'
import type { VolumeParts } from '../parts.ts'
import { archiveFailure, describeArchive } from './archiveMessage.ts'
import { amountText } from './archiveProgress.ts'

/** `tasks.json`: what to back up, where to, and what becomes of the containers that may write meanwhile. */
const definitionSchema = v.object({
	type: v.literal('longshore: backup'),
	volumes: v.optional(v.array(v.string()), []),
	project: v.optional(v.string()),
	folder: v.string(),
	compression: v.optional(v.picklist(['zstd', 'gzip', 'none'])),
	containers: v.optional(v.picklist(['leave', 'pause', 'stop']), 'leave'),
})

type Definition = v.InferOutput<typeof definitionSchema>

/** What a task needs of the extension. */
type TaskParts = Pick<VolumeParts, 'connection' | 'inventory'>

/** Backs up what a task names, and says what becomes of each volume. */
export async function runBackUpTask(
	parts: TaskParts,
	definition: unknown,
	{ write, signal }: TaskSession,
): Promise<boolean> {
	const parsed = v.safeParse(definitionSchema, definition)
	if (!parsed.success) {
		const [issue] = parsed.issues
		throw new Failure(
			vscode.l10n.t('The task cannot be understood: {0}: {1}', v.getDotPath(issue) ?? '', issue.message),
		)
	}
	const { connection, inventory } = parts
	const engine = await connection.connected()
	await inventory.loaded('volumes', 'containers')
	const volumes = volumesOf(parsed.output, [...inventory.volumes.values()])
	const { folder, compression, containers: hold } = parsed.output
	const request = {
		volumes,
		containers: [...inventory.containers.values()],
		hold,
		folder: absolute(folder),
		compression: compression ?? (hasZstd() ? 'zstd' : 'gzip'),
	}
	await vscode.workspace.fs.createDirectory(vscode.Uri.file(request.folder))
	let shown = ''
	const results = await backUpSeveral(engine, request, {
		signal,
		report: ({ volume, index }) => {
			if (volume !== shown) write(vscode.l10n.t('{0} ({1} of {2}) …', volume, index + 1, volumes.length))
			shown = volume
		},
	}).catch((error: unknown) => {
		throw archiveFailure(error)
	})
	for (const result of results) {
		write(
			result.kind === 'done'
				? vscode.l10n.t('{0}: {1} → {2}', result.volume, amountText(result.amount), result.path)
				: vscode.l10n.t('{0}: failed: {1}', result.volume, describeArchive(result.error)),
		)
	}
	return results.every((result) => result.kind === 'done')
}

function volumesOf({ volumes, project }: Definition, all: readonly VolumeRecord[]): readonly string[] {
	const ofProject = project === undefined ? [] : all.filter((each) => composeProject(each.labels) === project)
	if (project !== undefined && ofProject.length === 0) {
		throw new Failure(vscode.l10n.t('The compose project “{0}” has no volumes on this engine.', project))
	}
	const names = [...new Set([...volumes, ...ofProject.map((each) => each.name)])]
	if (names.length === 0) throw new Failure(vscode.l10n.t('The task names neither volumes nor a project.'))
	return names
}

function absolute(folder: string): string {
	const workspace = vscode.workspace.workspaceFolders?.find(({ uri }) => uri.scheme === 'file')
	const path = absolutePath(folder, workspace?.uri.fsPath)
	if (path !== undefined) return path
	throw new Failure(vscode.l10n.t('Without a workspace folder, “folder” has to be an absolute path.'))
}
