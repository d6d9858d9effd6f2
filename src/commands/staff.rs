//! `heydoctor staff`: the operator's side of hospitals' accounts.

use clap::{Args, Subcommand, ValueEnum};
use jiff::Timestamp;

use super::{Failure, data, desk};
use heydoctor::{
    booking::{Applicant, BookingError, Desk, Today},
    config::{DatabaseArgs, KeyArgs},
    directory::{Builder, Directory},
    domain::{
        holiday::HolidayCalendar,
        hospital::HospitalId,
        patient::PersonName,
        phone::Phone,
        staff::{Email, Role},
    },
    store::{Account, Store},
    words::Lang,
};

#[derive(Args)]
pub struct StaffArgs {
    #[command(flatten)]
    database: DatabaseArgs,
    #[command(flatten)]
    key: KeyArgs,
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Accounts that wait, or, with a hospital, all of its accounts
    List {
        /// Number of the hospital
        #[arg(long)]
        hospital: Option<u32>,
    },
    /// Let an account in; its hospital takes bookings from then on
    Approve {
        /// Number of the account, from the list
        account: i64,
    },
    /// Keep an account out; its sessions end
    Disable {
        /// Number of the account
        account: i64,
    },
    /// Give an account a new password, without a second factor
    ResetPassword {
        /// Address of the account
        email: String,
    },
    /// Make an account that may log in at once
    Add {
        /// Number of the hospital
        #[arg(long)]
        hospital: u32,
        /// What it logs in with
        #[arg(long)]
        email: String,
        /// Whose it is
        #[arg(long)]
        name: String,
        /// Where they are reached
        #[arg(long)]
        phone: Option<String>,
        /// What it may do
        #[arg(long, value_enum, default_value_t = RoleWord::Owner)]
        role: RoleWord,
    },
}

#[derive(Clone, Copy, ValueEnum)]
enum RoleWord {
    Owner,
    Staff,
}

/// Runs the command.
pub async fn run(args: &StaffArgs) -> Result<(), Failure> {
    let store = data::open(&args.database.database_url).await?;
    let desk = desk::open_desk(&store, &args.key, &args.database.database_url).await?;
    let done = act(&desk, &store, &args.what).await;
    store.close().await;
    done
}

async fn act(desk: &Desk, store: &Store, what: &What) -> Result<(), Failure> {
    let told = |error: BookingError| -> Failure { error.text(Lang::Ko).into() };
    let today = today(store).await?;
    match what {
        What::List { hospital } => {
            for account in store.staff().list(hospital.map(HospitalId)).await? {
                println!("{}", line(&account, &today));
            }
        }
        What::Approve { account } => {
            let account = desk.approve(*account, &today).await.map_err(told)?;
            println!("승인했어요: {}", line(&account, &today));
        }
        What::Disable { account } => {
            let account = desk.set_active(*account, false, None, &today).await.map_err(told)?;
            println!("막았어요: {}", line(&account, &today));
        }
        What::ResetPassword { email } => {
            let password = desk.reset_password(&address("EMAIL", email)?, &today).await.map_err(told)?;
            println!("새 비밀번호(지금만 보여요): {}", password.as_str());
        }
        What::Add { hospital, email, name, phone, role } => {
            let name = PersonName::parse(name).map_err(|fault| format!("--name: {}", Lang::Ko.wrong(fault)))?;
            let phone = phone.as_deref().map(|text| Phone::parse(text).ok_or("--phone: 02-123-4567처럼 적어 주세요."));
            let (hospital, email) = (HospitalId(*hospital), address("--email", email)?);
            if today.directory.get(hospital).is_none() {
                return Err(
                    format!("--hospital: {hospital}번 병원이 없어요. 병원 페이지 주소의 번호를 적어 주세요.").into()
                );
            }
            let who = Applicant { hospital, name, email, phone: phone.transpose()? };
            let role = match role {
                RoleWord::Owner => Role::Owner,
                RoleWord::Staff => Role::Staff,
            };
            let (id, password) = desk.add_account(&who, role, None, &today).await.map_err(told)?;
            println!("계정 {id}을(를) 만들었어요. 비밀번호(지금만 보여요): {}", password.as_str());
        }
    }
    Ok(())
}

fn address(what: &str, text: &str) -> Result<Email, Failure> {
    Email::parse(text).map_err(|fault| format!("{what}: {}", Lang::Ko.wrong(fault)).into())
}

fn line(account: &Account, today: &Today) -> String {
    let hospital = today.directory.get(account.hospital).map(|place| place.name().to_owned()).unwrap_or_default();
    let Account { id, email, name, phone, .. } = account;
    let status = Lang::Ko.staff_account_status(account.status);
    format!("{id}\t{status}\t{}\t{hospital} ({})\t{name}\t{email}\t{phone}", account.role.word(), account.hospital)
}

/// Now, with the places that are open.
async fn today(store: &Store) -> Result<Today, Failure> {
    let mut builder = Builder::new();
    store.hospitals().each_open(|place| builder.push(place)).await?;
    let directory: Directory = builder.finish(HolidayCalendar::builtin().extended(Vec::new()));
    Ok(Today { now: Timestamp::now(), directory: directory.into() })
}
