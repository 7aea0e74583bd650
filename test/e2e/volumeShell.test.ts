import { onStage } from './stage.ts'

describe('Volumes of an engine where no image has a shell', () => {
	const stage = onStage({
		scene: async ({ docker }) => {
			await docker.createVolume({ Name: 'notes' })
		},
	})

	it('says before it asks anything what cannot be done without one, and offers to pull it', async () => {
		const { workbench } = stage()
		const row = workbench.row('Volumes', /^notes/)
		await row.waitFor()
		await workbench.menu(row, 'Empty Volume')
		// Asked once: the second try has no dialog.
		const dialog = workbench.dialog.getByRole('button', { name: 'Use a Local Image' })
		const failure = workbench.notification(/cannot be done without one\. Pull “busybox”/)
		await dialog.or(failure).first().waitFor()
		if (await dialog.isVisible()) await dialog.click()
		await failure.waitFor()
		await failure.getByRole('button', { name: 'Pull', exact: true }).waitFor()
		await workbench.command('Notifications: Clear All Notifications')
		await workbench.menu(row, 'Save Volume as Image')
		await failure.waitFor()
	})
})
