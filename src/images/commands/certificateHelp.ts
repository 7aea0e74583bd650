import * as vscode from 'vscode'
import { authorityPath, certificateProblem, desktopAuthorityPath, trustCommands } from '../../registries/certificate.ts'
import type { Remedy } from '../../ui/failure.ts'

/** What is wrong with a registry's certificate for the engine: it is the engine that must trust, not the editor. */
export function certificateText(registry: string, message: string): string {
	switch (certificateProblem(message)) {
		case 'unknownAuthority':
			return vscode.l10n.t(
				'the engine does not trust the certificate of {0}. Put the authority that signed it where the engine runs, at {1}; with Docker Desktop, among this system’s trusted certificates or at {2}, and restart Docker Desktop.',
				registry,
				authorityPath(registry),
				desktopAuthorityPath(registry),
			)
		case 'expired':
			return vscode.l10n.t('the certificate of {0} has expired or is not valid yet. ({1})', registry, message)
		case 'wrongName':
			return vscode.l10n.t('the certificate of {0} is for another name. ({1})', registry, message)
		case 'plainHttp':
			return vscode.l10n.t(
				'{0} does not encrypt. Add it to “insecure-registries” in the engine’s daemon.json, or give it a certificate.',
				registry,
			)
		case 'other':
			return vscode.l10n.t('the secure connection to {0} could not be set up. ({1})', registry, message)
	}
}

/** What mends that; `retry` tries again what failed. */
export function certificateRemedies(registry: string, message: string, retry: Remedy): readonly Remedy[] {
	const open = (url: string) => () => vscode.env.openExternal(vscode.Uri.parse(url))
	switch (certificateProblem(message)) {
		case 'unknownAuthority':
			return [
				{
					title: vscode.l10n.t('Copy Commands'),
					run: () => vscode.env.clipboard.writeText(trustCommands(registry)),
				},
				{
					title: vscode.l10n.t('How the Engine Trusts a Certificate'),
					run: open('https://docs.docker.com/engine/security/certificates/'),
				},
				retry,
			]
		case 'plainHttp':
			return [
				{
					title: vscode.l10n.t('How to Allow a Registry without Encryption'),
					run: open('https://docs.docker.com/reference/cli/dockerd/#insecure-registries'),
				},
				retry,
			]
		default:
			return [retry]
	}
}
