import * as vscode from 'vscode'
import { describe, Failure } from '../../ui/failure.ts'
import { ArchiveError, type ArchiveProblem, type WayOut } from '../archive/archiveError.ts'

/** What an error of work on archives means, for a person. */
export function describeArchive(error: unknown): string {
	return error instanceof ArchiveError ? problemText(error.problem, error.cause) : describe(error)
}

/** The error as one that a person is shown; others stay as they are. */
export function archiveFailure(error: unknown): unknown {
	return error instanceof ArchiveError ? new Failure(describeArchive(error), [], error) : error
}

function problemText(problem: ArchiveProblem, cause: unknown): string {
	switch (problem.kind) {
		case 'cutOff':
			return vscode.l10n.t('The archive is cut off: its end is missing. Take another copy of it.')
		case 'notArchive':
			return vscode.l10n.t('This is not a tar archive. Choose a .tar, .tar.gz or .tar.zst file.')
		case 'empty':
			return vscode.l10n.t('There is nothing in this archive.')
		case 'sparse':
			return vscode.l10n.t(
				'The archive was made by “tar --sparse-version=0.0”, which is not supported. Make it without that option.',
			)
		case 'brokenManifest':
			return vscode.l10n.t('The backup’s manifest is damaged, or was made by a later version.')
		case 'zstdMissing':
			return vscode.l10n.t('This version of VS Code has no zstd yet. Use .tar.gz, or a newer VS Code.')
		case 'damaged':
			return vscode.l10n.t('The archive is damaged ({0}). Take another copy of it.', problem.detail)
		case 'entryKind':
			return vscode.l10n.t('The archive has an entry of a kind that is not supported (“{0}”).', problem.letter)
		case 'otherCompression':
			return vscode.l10n.t('Archives compressed by {0} are not supported; use gzip or zstd.', problem.name)
		case 'noFile':
			return vscode.l10n.t('There is no file {0}.', problem.path)
		case 'linkToNothing':
			return vscode.l10n.t('The hard link “{0}” in the archive leads to nothing.', problem.path)
		case 'gone':
			return vscode.l10n.t('There is no file “{0}” any more.', problem.path)
		case 'leavesVolume':
			return vscode.l10n.t(
				'“{0}” would leave the volume: {1}. Nothing was written.',
				problem.path,
				wayOutText(problem.how),
			)
		case 'differs':
			return vscode.l10n.t(
				'What arrived in “{0}” differs from what was sent, in {1} places: {2}. Does a container write meanwhile?',
				...[problem.volume, String(problem.count), problem.paths],
			)
		case 'imageDiffers':
			return vscode.l10n.t('The image differs from the volume, in {0} places: {1}.', problem.count, problem.paths)
		case 'backupDamaged':
			return vscode.l10n.t(
				'The backup is damaged: {0} entries differ from its manifest: {1}.',
				problem.count,
				problem.paths,
			)
		case 'outwardLinks':
			return vscode.l10n.t(
				'{0} symbolic links lead out of the volume: {1}. Nothing was written.',
				problem.count,
				problem.paths,
			)
		case 'noVolumeData':
			return vscode.l10n.t('The image has no folder /{0}: it was not made of a volume.', problem.folder)
		case 'usedBy':
			return vscode.l10n.t('The volume “{0}” is used by {1}.', problem.volume, problem.containers)
		case 'autoRemove':
			return vscode.l10n.t(
				'The container “{0}” was started with --rm and would be gone once stopped. Pause it instead.',
				problem.container,
			)
		case 'staysHeld':
			return vscode.l10n.t(
				'“{0}” was held still for work on a volume, and could not go on afterwards ({1}). Mend that, then start or unpause it yourself.',
				...[problem.container, describeArchive(cause)],
			)
		case 'notEmptied':
			return vscode.l10n.t('Not everything in “{0}” could be removed: {1}', problem.volume, problem.complaint)
		case 'beingChanged':
			return vscode.l10n.t(
				'“{0}” is being changed already, or a change of it was cut off: “{1}” has what was in it before. Wait for it. If nothing goes on, “{0}” may be half-written: rename “{1}”, so that it stays, and do this again.',
				...[problem.volume, problem.kept],
			)
		case 'keptIn':
			return vscode.l10n.t(
				'{0} What was in “{1}” is kept in the volume “{2}” until it can be put back.',
				...[describeArchive(cause), problem.volume, problem.kept],
			)
		case 'oldStays':
			return vscode.l10n.t(
				'The data is complete in “{0}”, but the volume “{1}” could not be removed: {2} Remove it yourself if it is still there.',
				...[problem.newName, problem.volume, describeArchive(cause)],
			)
	}
}

function wayOutText(how: WayOut): string {
	switch (how) {
		case 'absolute':
			return vscode.l10n.t('its name begins at the root of the file system')
		case 'climbs':
			return vscode.l10n.t('its name climbs out of its folder')
		case 'zeroByte':
			return vscode.l10n.t('its name has a zero byte')
		case 'otherFolder':
			return vscode.l10n.t('it is in another folder of the archive')
		case 'throughLink':
			return vscode.l10n.t('a symbolic link is a part of its way')
		case 'root':
			return vscode.l10n.t('it takes the place of the volume itself')
		case 'hardLink':
			return vscode.l10n.t('it is a hard link to something outside')
	}
}
