import * as vscode from 'vscode'
import { toEngineError } from '../../engine/errors.ts'
import { Cancelled, Failure } from '../../ui/failure.ts'
import { dataMessage } from './dataMessage.ts'
import { DataError } from './shellFailure.ts'

/** What went wrong with a file, as VS Code wants it: it shows the text, and decides by the kind. */
export function toFileSystemError(thrown: unknown, uri: vscode.Uri): Error {
	if (thrown instanceof vscode.FileSystemError) return thrown
	if (thrown instanceof Cancelled) {
		return vscode.FileSystemError.Unavailable(vscode.l10n.t('The image that serves volumes’ data was not wanted.'))
	}
	if (thrown instanceof Failure) return vscode.FileSystemError.Unavailable(thrown.message)
	const error = toEngineError(thrown)
	const { path } = uri
	if (error.reason === 'notFound' && path.includes('\uFFFD'))
		return vscode.FileSystemError.Unavailable(undecodableText())
	if (error instanceof DataError) {
		switch (error.exit) {
			case 'notFound':
				return vscode.FileSystemError.FileNotFound(uri)
			case 'isFolder':
				return vscode.FileSystemError.FileIsADirectory(uri)
			case 'notFolder':
				return vscode.FileSystemError.FileNotADirectory(uri)
			case 'exists':
				return vscode.FileSystemError.FileExists(uri)
			case 'outside':
				return vscode.FileSystemError.NoPermissions(dataMessage(error))
			default:
				return vscode.FileSystemError.Unavailable(dataMessage(error))
		}
	}
	switch (error.reason) {
		case 'notFound':
			return vscode.FileSystemError.FileNotFound(uri)
		case 'denied':
			return vscode.FileSystemError.NoPermissions(error.message)
		case 'readOnly':
			return vscode.FileSystemError.NoPermissions(vscode.l10n.t('The volume can only be read.'))
		case 'noSpace':
			return vscode.FileSystemError.Unavailable(vscode.l10n.t('There is no space left.'))
		case 'inUse':
			return vscode.FileSystemError.Unavailable(
				vscode.l10n.t('The volume is being renamed or removed. Try again when that is done.'),
			)
		default:
			return vscode.FileSystemError.Unavailable(error.message)
	}
}

/** Why an entry can be seen and nothing more. */
export function undecodableText(): string {
	return vscode.l10n.t(
		'Its name is not valid UTF-8, so the editor cannot address it. Rename it with “Open Terminal in Volume”.',
	)
}
