//! What comes of a call.

use compare::neutral::leaves;
use serde_json::{Value, json};

use crate::{both, error, response};

/// Both got this output.
async fn output(call: &str, members: &str) -> Value {
    let both = both(call, &[response(call, members)]).await;
    both.assert_same(1);
    both.ours.outcome.expect("an output")
}

/// An instance with everything that is compared: 44 texts, numbers and booleans.
const INSTANCE: &str = "
<instanceId>i-1</instanceId><imageId>ami-1</imageId>
<instanceState><code>16</code><name>running</name></instanceState>
<privateDnsName>ip-10-0-1-1</privateDnsName><dnsName/><reason>User &lt;x&gt;</reason>
<amiLaunchIndex>0</amiLaunchIndex><instanceType>z99.new</instanceType>
<launchTime>2026-11-01T12:34:56.000Z</launchTime>
<placement>
    <availabilityZone>eu-west-1a</availabilityZone><groupName/><tenancy>default</tenancy>
    <partitionNumber>3</partitionNumber>
</placement>
<monitoring><state>disabled</state></monitoring>
<privateIpAddress>10.0.1.1</privateIpAddress><sourceDestCheck>true</sourceDestCheck>
<groupSet><item><groupId>sg-1</groupId><groupName>a &amp; b</groupName></item></groupSet>
<architecture>arm64</architecture><rootDeviceType>ebs</rootDeviceType>
<blockDeviceMapping>
    <item>
        <deviceName>/dev/xvda</deviceName>
        <ebs>
            <volumeId>vol-1</volumeId><status>attached</status>
            <attachTime>2026-11-01T12:34:57.250Z</attachTime><deleteOnTermination>false</deleteOnTermination>
        </ebs>
    </item>
    <item><deviceName>/dev/xvdb</deviceName></item>
</blockDeviceMapping>
<clientToken/>
<tagSet><item><key>Name</key><value> a b </value></item><item><key>empty</key><value/></item></tagSet>
<networkInterfaceSet>
    <item>
        <networkInterfaceId>eni-1</networkInterfaceId><status>in-use</status>
        <macAddress>02:1f:5b:3c:2d:1e</macAddress><groupSet/><newElement><item/></newElement>
    </item>
</networkInterfaceSet>
<iamInstanceProfile><arn>arn:1</arn><id>AIPA</id></iamInstanceProfile>
<ebsOptimized>false</ebsOptimized>
<cpuOptions><coreCount>2</coreCount><threadsPerCore>1</threadsPerCore></cpuOptions>
<metadataOptions><httpTokens>required</httpTokens><httpPutResponseHopLimit>2</httpPutResponseHopLimit></metadataOptions>
<usageOperationUpdateTime>2026-11-01T12:34:56.000Z</usageOperationUpdateTime>
<stateReason><code>Client.UserInitiatedShutdown</code><message>m</message></stateReason>";

#[tokio::test]
async fn documents() {
    let reservation = format!(
        "<item><reservationId>r-1</reservationId><ownerId>123456789012</ownerId><groupSet/>
         <instancesSet><item>{INSTANCE}</item><item>{INSTANCE}</item></instancesSet></item>"
    );
    let members = format!(
        "<reservationSet>{reservation}{reservation}</reservationSet><nextToken>n/+=</nextToken>"
    );
    let found = output("DescribeInstances", &members).await;
    let instance = &found["reservations"][1]["instances"][1];
    assert_eq!(instance["security_groups"][0]["group_name"], "a & b");
    assert_eq!(instance["tags"][0]["value"], " a b ");
    assert_eq!(instance["network_interfaces"][0]["groups"], json!([]));
    assert_eq!(instance["public_dns_name"], "");
    // Nothing of the response is missing in what was compared, but the placement's group, the new
    // element and the text between elements.
    assert_eq!(leaves(&found), 1 + 2 * (2 + 2 * leaves(instance)));
    assert_eq!(leaves(instance), 44);
    let members =
        format!("<instancesSet><item>{INSTANCE}</item></instancesSet><ownerId>1</ownerId>");
    output("RunInstances", &members).await;
    let price = "<spotPriceHistorySet><item><instanceType>m5.large</instanceType>
        <productDescription>Linux/UNIX</productDescription><spotPrice>0.1</spotPrice>
        <timestamp>2026-11-01T12:34:56.000Z</timestamp><availabilityZone>a</availabilityZone></item>
        </spotPriceHistorySet><nextToken/>";
    output("DescribeSpotPriceHistory", price).await;
    let state = "<instancesSet><item><instanceId>i-1</instanceId>
        <currentState><code>64</code><name>stopping</name></currentState>
        <previousState><code>16</code><name>new-state</name></previousState></item></instancesSet>";
    let found = output("StopInstances", state).await;
    assert_eq!(
        found["stopping_instances"][0]["previous_state"]["name"],
        "new-state"
    );
    let key = "<keyFingerprint>1f:51</keyFingerprint><keyName>k</keyName><keyPairId>key-1</keyPairId><tagSet/>";
    let found = output("ImportKeyPair", key).await;
    assert_eq!(found["tags"], json!([]));
    let volume =
        "<volumeSet><item><volumeId>vol-1</volumeId><size>8</size><encrypted>true</encrypted>
        <createTime>2026-11-01T12:34:56.123Z</createTime></item></volumeSet>";
    output("DescribeVolumes", volume).await;
    let image = "<imagesSet><item><imageId>ami-1</imageId><name>n</name><isPublic>true</isPublic>
        <enaSupport>false</enaSupport></item></imagesSet>";
    output("DescribeImages", image).await;
    output(
        "CreateSecurityGroup",
        "<return>true</return><groupId>sg-1</groupId>",
    )
    .await;
    assert_eq!(
        output("CreateTags", "<return>true</return>").await,
        json!({})
    );
    assert_eq!(output("DescribeInstances", "").await, json!({}));
    assert_eq!(
        output("ModifyInstanceAttribute", "<return>true</return>").await,
        json!({})
    );
}

#[tokio::test]
async fn errors() {
    for (call, status, code) in [
        ("DescribeInstances", 400, "InvalidInstanceID.NotFound"),
        ("CreateSecurityGroup", 412, "DryRunOperation"),
        ("RunInstances", 403, "UnauthorizedOperation"),
        ("RunInstances", 400, "IdempotentParameterMismatch"),
        ("CreateTags", 400, "InvalidParameterValue"),
    ] {
        let both = both(call, &[error(status, code, "What is &lt;wrong&gt;")]).await;
        both.assert_error(status, code, "What is <wrong>", &[]);
    }
}
